import { join } from 'node:path';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';
import type { SandboxPort } from '@e-code/port-sandbox';
import { anyone, makeId, parseCookies } from '@e-code/kernel/server';
import type { Kernel, Person, ServerFeature, Subscription } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createProjects } from '../feature.ts';
import type { ProjectDirectory } from '../feature.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from '../tables.ts';

/** People of the tests. Whoever sends the cookie `person=<id>` is that person; accounts have their own tests. */
export const people = {
  ada: { id: 'usr_ada', name: 'Ada', email: 'ada@example.org' },
  ben: { id: 'usr_ben', name: 'Ben', email: 'ben@example.org' },
  cleo: { id: 'usr_cleo', name: 'Cleo', email: 'cleo@example.org' },
};
const everybody = Object.values(people);

export type PersonName = keyof typeof people;

export interface Answer {
  status: number;
  // Answers come from outside; a test reads what it asserts on.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface Stage {
  platform: TestPlatform;
  kernel: Kernel;
  sandbox: SandboxPort;
  directory: ProjectDirectory;
  /** A request as the web application of this person sends it; without a person as a visitor. */
  as(name: PersonName | undefined, method: string, path: string, json?: unknown): Promise<Answer>;
  /** The same, from somebody who proved a day ago who they are. */
  asStale(name: PersonName, method: string, path: string, json?: unknown): Promise<Answer>;
  /** A project without a volume, for what is about rows alone. */
  insertProject(values?: Partial<ProjectRow>): Promise<ProjectRow>;
  moveClock(days: number): void;
  /** What events of this name carried so far, in order. */
  events(name: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** The platform with this feature, a database of its own and the real sandbox port. */
export async function startStage(options: { prepareTemplates?: boolean; guestLinks?: boolean } = {}): Promise<Stage> {
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset) };
  const told: { name: string; payload: unknown }[] = [];
  const made: { sandbox?: SandboxPort; directory?: ProjectDirectory } = {};
  const platform = await startTestPlatform(
    (kernel) => {
      made.sandbox = createOciSandboxPort({ dataDirectory: join(kernel.dataDirectory, 'sandboxes') });
      const feature = createProjects(kernel, {
        sandbox: made.sandbox,
        people: {
          names: async () => new Map(everybody.map(({ id, name }) => [id, name])),
          findByEmail: async (_sql, email) => everybody.find((person) => person.email === email.toLowerCase()),
        },
        diskMebibytes: options.prepareTemplates === true ? 256 : 64,
        ...options,
      });
      made.directory = feature.directory;
      return [feature, { ...cookieIdentity(clock), subscriptions: [listener(told)] }];
    },
    { clock },
  );
  const { sandbox, directory } = made;
  if (sandbox === undefined || directory === undefined) throw new Error('The feature was not made');
  return {
    platform,
    kernel: platform.kernel,
    sandbox,
    directory,
    as: (name, method, path, json) => send(platform, path, { method, json, cookie: cookieOf(name) }),
    asStale: (name, method, path, json) => send(platform, path, { method, json, cookie: `${cookieOf(name)}; stale=1` }),
    insertProject: (values) => insertProject(platform, values),
    moveClock: (days) => void (offset += days * 24 * 60 * 60_000),
    async events(name) {
      await platform.platform.relay.settled();
      return told.filter((event) => event.name === name).map(({ payload }) => payload as Record<string, unknown>);
    },
    async stop() {
      await sandbox.close();
      await platform.stop();
    },
  };
}

function listener(told: { name: string; payload: unknown }[]): Subscription {
  return { name: 'test.listen', event: '*', handle: ({ name, payload }) => void told.push({ name, payload }) };
}

function cookieOf(name: PersonName | undefined): string {
  return name === undefined ? '' : `person=${people[name].id}`;
}

async function send(
  platform: TestPlatform,
  path: string,
  request: { method: string; json: unknown; cookie: string },
): Promise<Answer> {
  const response = await platform.request(path, request);
  return { status: response.status, body: await response.json() };
}

async function insertProject({ kernel }: TestPlatform, values: Partial<ProjectRow> = {}): Promise<ProjectRow> {
  const id = makeId('prj');
  const name = `Project ${id.slice(-6)}`;
  const now = kernel.clock.now();
  const row: ProjectRow = {
    id,
    name,
    slug: id.replace('_', '-'),
    description: '',
    visibility: 'private',
    language: 'Python',
    template: 'blank',
    ownerId: people.ada.id,
    forkedFrom: null,
    createdAt: now,
    activeAt: now,
    trashedAt: null,
    ...values,
  };
  await kernel.database.read.insert(projects).values(row);
  await kernel.database.pool.query('INSERT INTO projects.addresses (slug, project_id) VALUES ($1, $2)', [
    row.slug,
    row.id,
  ]);
  return row;
}

/** Stands where accounts stand in the product. `stale` in the cookie: the last proof of identity was a day ago. */
function cookieIdentity(clock: Kernel['clock']): ServerFeature {
  return {
    name: 'identity',
    access: { 'identity.nobody': anyone('only so that the rule list is complete') },
    doors: [
      {
        method: 'GET',
        path: '/identity',
        access: 'identity.nobody',
        summary: '',
        handle: ({ response }) => void response.end(),
      },
    ],
    async identify(request) {
      const cookies = parseCookies(request.headers.cookie);
      const origin = { address: '127.0.0.1', agent: 'test' };
      const person = everybody.find(({ id }) => id === cookies.get('person'));
      if (person === undefined) return { kind: 'anonymous', origin };
      const age = cookies.has('stale') ? 24 * 60 * 60_000 : 0;
      const known: Person = {
        kind: 'person',
        id: person.id,
        name: person.name,
        operator: false,
        sessionId: `session-${person.id}`,
        authenticatedAt: new Date(clock.now().getTime() - age),
        origin,
      };
      return known;
    },
  };
}
