import type { IncomingMessage } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { accountsEvents } from '@e-code/accounts/contract';
import { anyone, createEmit, freshly, parseCookies, rule, signedIn, systemActor } from '@e-code/kernel/server';
import type { Door, Kernel, Origin, Person, ServerFeature } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createApiKeys } from '../feature.ts';

const origin: Origin = { address: '192.0.2.7', agent: 'test' };

export const ada = `usr_${'a'.repeat(20)}`;
export const ben = `usr_${'b'.repeat(20)}`;

/** Projects of Ada, as the feature that keeps projects would tell of them. */
export const weather = `prj_${'w'.repeat(20)}`;
export const ledger = `prj_${'b'.repeat(20)}`;
const projects = new Map([
  [weather, 'Weather'],
  [ledger, 'Ledger'],
]);

export interface Stage {
  platform: TestPlatform;
  /** As the page of a person does, by the cookie; `stale` proved a day ago who they are. */
  as(who: string, method: string, path: string, json?: unknown): Promise<Answer>;
  /** As a program with a key does: this Authorization header, no cookie and no header against other sites. */
  with(authorization: string, path: string, init?: RequestInit): Promise<Answer>;
  makeKey(about?: Record<string, unknown>): Promise<{ id: string; secret: string }>;
  /** A socket that was opened with a key. */
  open(secret: string): Promise<{ closed: Promise<number> }>;
  /** Says who sent a request with a key, as the kernel asks it. */
  identify(secret: string): Promise<Person | undefined>;
  /** Switches an account off or on, and tells it as accounts do. */
  switchOff(personId: string, isOff: boolean): Promise<void>;
  /** Payloads of events of this name that were recorded since the start. */
  events(name: string): unknown[];
  advance(seconds: number): void;
  stop(): Promise<void>;
}

export interface Answer {
  status: number;
  headers: Headers;
  // Answers come from outside; a test reads what it asserts on.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** The platform with keys, and with doors whose rules have all kinds of terms. */
export async function startStage(): Promise<Stage> {
  let ahead = 0;
  const off = new Set<string>();
  const told: { name: string; payload: unknown }[] = [];
  const made: { feature?: ServerFeature } = {};
  const platform = await startTestPlatform(
    (kernel) => {
      made.feature = createApiKeys(kernel, {
        people: {
          findActive: async (_sql, id) => (off.has(id) ? undefined : { id, name: 'Ada' }),
        },
        originOf: () => origin,
        projects: {
          search: async () => [...projects].map(([id, name]) => ({ id, name })),
          namesOf: async (_sql, personId, ids) =>
            new Map([...projects].filter(([id]) => personId === ada && ids.includes(id))),
        },
      });
      const listening = {
        name: 'test.listen',
        event: '*',
        handle: (event: { name: string; payload: unknown }) => void told.push(event),
      };
      return [made.feature, { ...identity(kernel), subscriptions: [listening] }, things(kernel)];
    },
    { clock: { now: () => new Date(Date.now() + ahead * 1_000) } },
  );

  async function answerOf(response: Response): Promise<Answer> {
    return { status: response.status, headers: response.headers, body: JSON.parse((await response.text()) || 'null') };
  }

  async function makeKey(about: Record<string, unknown> = {}) {
    const json = { name: 'Deploys', scopes: ['project:read'], expiresInDays: 30, ...about };
    const response = await platform.request('/api/api-keys', { method: 'POST', json, cookie: `person=${ada}` });
    const { body } = await answerOf(response);
    return z
      .object({ apiKey: z.object({ id: z.string() }), secret: z.string() })
      .transform(({ apiKey, secret }) => ({ id: apiKey.id, secret }))
      .parse(body);
  }

  return {
    platform,
    as: async (who, method, path, json) =>
      answerOf(await platform.request(path, { method, json, cookie: `person=${who}` })),
    with: async (authorization, path, init = {}) =>
      answerOf(
        await fetch(new URL(path, platform.origin), {
          ...init,
          headers: { authorization, ...Object.fromEntries(new Headers(init.headers)) },
        }),
      ),
    makeKey,
    open: (secret) => openSocket(platform.origin, secret),
    identify: async (secret) => made.feature?.identifyToken?.(secret, {} as IncomingMessage),
    async switchOff(personId, isOff) {
      if (!isOff) return void off.delete(personId);
      off.add(personId);
      const { database, clock } = platform.kernel;
      const actor = systemActor('test');
      await database.transaction((sql) =>
        createEmit(sql, actor, () => clock.now())(accountsEvents.personDisabled, { personId }),
      );
    },
    events: (name) => told.filter((event) => event.name === name).map(({ payload }) => payload),
    advance: (seconds) => void (ahead += seconds),
    stop: () => platform.stop(),
  };
}

async function openSocket(productOrigin: string, secret: string): Promise<{ closed: Promise<number> }> {
  const address = `${productOrigin.replace('http', 'ws')}/things/${weather}/socket`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${secret}` } });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return { closed };
}

/** Stands where accounts stand in the product: the cookie says who it is. */
function identity({ clock }: Kernel): ServerFeature {
  return {
    name: 'identity',
    access: {},
    async identify(request) {
      const cookies = parseCookies(request.headers.cookie);
      const [id = '', age] = (cookies.get('person') ?? '').split('-');
      if (id === '') return { kind: 'anonymous', origin };
      const authenticatedAt = new Date(clock.now().getTime() - (age === 'stale' ? 86_400_000 : 0));
      return { kind: 'person', id, name: id, operator: false, sessionId: `session-${id}`, authenticatedAt, origin };
    },
  };
}

/** Doors that say who came, one for each kind of terms. */
function things(kernel: Kernel): ServerFeature {
  const fields = z.object({ projectId: z.string() });
  const reach = ({ input }: { input: { projectId: string } }): string => input.projectId;
  const ofProject = (scope: string) =>
    rule({ says: 'Everybody', fields, token: { scope, reach }, decide: () => ({ kind: 'allow' }) });
  const door = (name: string, path = name): Door => ({
    method: 'POST',
    path: `/things/${path}`,
    access: `things.${name}`,
    summary: name,
    handle({ actor, response }) {
      response.end(JSON.stringify({ kind: actor.kind, id: actor.kind === 'person' ? actor.id : null }));
    },
  });
  const sockets = new WebSocketServer({ noServer: true });
  return {
    name: 'things',
    access: {
      'things.read': ofProject('project:read'),
      'things.write': ofProject('project:write'),
      'things.list': signedIn({ scope: 'project:read', reach: 'everything' }),
      'things.me': signedIn({ scope: 'account:read', reach: 'person' }),
      'things.private': signedIn(),
      'things.fresh': freshly(10, ofProject('project:read')),
      'things.open': anyone('this is a test'),
    },
    doors: [
      door('read', ':projectId/read'),
      door('write', ':projectId/write'),
      door('fresh', ':projectId/fresh'),
      ...['list', 'me', 'private', 'open'].map((name) => door(name)),
    ],
    sockets: [
      {
        path: '/things/:projectId/socket',
        access: 'things.read',
        summary: 'A socket',
        handle: ({ request, socket, head, actor }) =>
          sockets.handleUpgrade(request, socket, head, (webSocket) => {
            const end = (reason: string): void => webSocket.close(4401, reason);
            kernel.connections.add({ actor, subject: undefined, end });
          }),
      },
    ],
  };
}
