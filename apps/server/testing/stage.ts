import { createTestPerson, openTestSession } from '@e-code/accounts/server/testing';
import type { TestPerson } from '@e-code/accounts/server/testing';
import { readSettings } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { z } from 'zod';
import { composeFeatures } from '../compose.ts';
import { choosePorts } from '../ports.ts';
import type { Ports } from '../ports.ts';
import { serverSettings } from '../settings.ts';
import type { SampleTexts } from './sample.ts';

/**
 * Who walks. `visitor` has no cookie, `ended` the cookie of the owner's session that was ended, `removed` was an editor
 * of the project, `viewer` may look at it, `guest` came to it by a link and `outsider` to another one, `stranger` has an account and nothing else, `stale` is a stranger who proved
 * a day ago who they are.
 */
export const walkers = ['visitor', 'ended', 'stranger', 'removed', 'viewer', 'guest', 'outsider'] as const;
export type Walker = (typeof walkers)[number];

export interface WalkStage {
  platform: TestPlatform;
  owner: TestPerson;
  projectId: string;
  /** The owner's things by identifier, and things of the same shapes that do not exist. */
  foreign: SampleTexts;
  absent: SampleTexts;
  /** A fresh session each time, because a walk also signs out. */
  cookieOf(walker: Walker | 'stale'): Promise<string | undefined>;
  /** Every stored row that names the owner or the project. Equal before and after: nothing of theirs was touched. */
  rowsOfOwner(): Promise<string[]>;
  stop(): Promise<void>;
}

/** The features as the product composes them, on a database of their own, with a project that somebody else owns. */
export async function startWalkStage(): Promise<WalkStage> {
  const started: { ports?: Ports } = {};
  const platform = await startTestPlatform(async (kernel) => {
    const environment = { DATA_DIRECTORY: kernel.dataDirectory, PROJECT_DISK_MIB: '64' };
    started.ports = await choosePorts(readSettings(serverSettings, environment), () => kernel.database);
    return (await composeFeatures(kernel, started.ports, environment)).features;
  });
  const { kernel } = platform;
  const owner = await createTestPerson(kernel, { name: 'Olga Owner' });
  const people = {
    stranger: await createTestPerson(kernel, { name: 'Sam Stranger' }),
    removed: await createTestPerson(kernel, { name: 'Rita Removed' }),
    viewer: await createTestPerson(kernel, { name: 'Vera Viewer' }),
  };
  const as = asPerson(platform, owner.cookie);
  const project = projectShape.parse(await as('POST', '/projects', { name: 'Secret Plans', template: 'blank' }));
  const members = `/projects/${project.id}/members`;
  await as('POST', members, { email: people.viewer.email, role: 'viewer' });
  await as('POST', members, { email: people.removed.email, role: 'editor' });
  await as('DELETE', `${members}/${people.removed.id}`);
  const ended = await openTestSession(kernel, owner.id);
  await asPerson(platform, ended.cookie)('POST', '/session/end', {});
  const looking = await makeGuestLink(as, project.id);
  const remote = projectShape.pick({ id: true }).parse(
    await as('POST', `/projects/${project.id}/remotes`, {
      name: 'origin',
      address: 'https://example.org/plans.git',
      credential: { kind: 'token', user: 'olga', secret: 'a token of the owner' },
    }),
  );
  const other = projectShape.parse(await as('POST', '/projects', { name: 'Other Plans', template: 'blank' }));
  const elsewhere = await makeGuestLink(as, other.id);
  const visits = { guest: keepVisit(platform, looking), outsider: keepVisit(platform, elsewhere) };
  const things = await keepThings(platform, owner);
  return {
    platform,
    owner,
    projectId: project.id,
    foreign: samplesOf(project, [
      project.id,
      owner.id,
      owner.sessionId,
      looking.id,
      ...things,
      absentId('thr'),
      absentId('cmt'),
      absentId('ntf'),
      absentId('gst'),
      remote.id,
    ]),
    absent: samplesOf(
      { ...project, slug: 'no-such-project' },
      ['prj', 'usr', 'ses', 'inv', 'pky', 'idn', 'key', 'ssh', 'thr', 'cmt', 'ntf', 'glk', 'gst', 'rem'].map(absentId),
    ),
    async cookieOf(walker) {
      if (walker === 'visitor') return undefined;
      if (walker === 'ended') return ended.cookie;
      if (walker === 'guest' || walker === 'outsider') return visits[walker]();
      const { id } = people[walker === 'stale' ? 'stranger' : walker];
      const yesterday = new Date(kernel.clock.now().getTime() - 86_400_000);
      return (await openTestSession(kernel, id, walker === 'stale' ? { authenticatedAt: yesterday } : {})).cookie;
    },
    rowsOfOwner: () => rowsNaming(platform, [owner.id, project.id]),
    async stop() {
      await platform.stop();
      await started.ports?.sandboxes.close();
    },
  };
}

const projectShape = z.object({ id: z.string(), slug: z.string() });

function samplesOf({ slug }: { slug: string }, texts: string[]): SampleTexts {
  const named = { slug, template: 'blank', name: 'Taken over', path: 'README.md', port: 3000, '*': '' };
  return { named, texts };
}

function absentId(prefix: string): string {
  return `${prefix}_${'0'.repeat(20)}`;
}

function asPerson(platform: TestPlatform, cookie: string) {
  return async (method: string, path: string, json?: unknown): Promise<unknown> => {
    const answer = await platform.request(`/api${path}`, { method, json, cookie });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}

interface WalkLink {
  id: string;
  secret: string;
}

async function makeGuestLink(as: ReturnType<typeof asPerson>, projectId: string): Promise<WalkLink> {
  const asked = { permission: 'view', hours: 1, asksName: false };
  const answer = await as('POST', `/projects/${projectId}/guest-links`, asked);
  const { link, address } = z.object({ link: z.object({ id: z.string() }), address: z.url() }).parse(answer);
  return { id: link.id, secret: new URL(address).hash.slice(1) };
}

/** Answers the cookie of one guest, and of another when a walk has ended the visit: a link holds only so many. */
function keepVisit(platform: TestPlatform, link: WalkLink): () => Promise<string> {
  let cookie = '';
  return async () => {
    const { visit } = z
      .object({ visit: z.unknown() })
      .parse(await (await platform.request('/api/guest', { cookie })).json());
    if (visit === null) cookie = await enterAsGuest(platform, link);
    return cookie;
  };
}

async function enterAsGuest(platform: TestPlatform, { secret }: WalkLink): Promise<string> {
  const answer = await platform.request('/api/guest', { method: 'POST', json: { secret } });
  const [cookie = ''] = answer.headers.getSetCookie();
  if (!answer.ok) throw new Error(`No guest came in: ${answer.status} ${await answer.text()}`);
  return cookie.split(';')[0] ?? '';
}

/** One of each thing that an account may hold. @returns their identifiers */
async function keepThings({ kernel }: TestPlatform, { id }: TestPerson): Promise<string[]> {
  const { pool } = kernel.database;
  const [invitation, passkey, identity] = ['inv', 'pky', 'idn'].map((prefix) => `${prefix}_${'1'.repeat(20)}`);
  await pool.query(
    `INSERT INTO accounts.invitations VALUES ($1, 'x', 'guest@example.org', $2, now(), now() + interval '1 day')`,
    [invitation, id],
  );
  await pool.query(
    `INSERT INTO accounts.passkeys VALUES ($1, $2, 'credential', 'x', 0, '{}', false, 'Key', now(), NULL)`,
    [passkey, id],
  );
  await pool.query(`INSERT INTO accounts.identities VALUES ($1, $2, 'https://id.example.org', 'olga', NULL, now())`, [
    identity,
    id,
  ]);
  const apiKey = `key_${'1'.repeat(20)}`;
  await pool.query(
    `INSERT INTO api_keys.keys VALUES ($1, 'x', $2, 'Key', 'ecode_1234', '{project:read}', NULL, now())`,
    [apiKey, id],
  );
  const sshKey = `ssh_${'1'.repeat(20)}`;
  await pool.query(`INSERT INTO git.ssh_keys VALUES ($1, $2, 'Key', 'ssh-ed25519', 'SHA256:x', now())`, [sshKey, id]);
  return [invitation, passkey, identity, apiKey, sshKey].flatMap((known) => known ?? []);
}

/** Rows as text, without what the owner's own visit moves on and without the record of what was tried. */
async function rowsNaming({ kernel }: TestPlatform, names: string[]): Promise<string[]> {
  const { pool } = kernel.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'kernel', 'graphile_worker')`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await pool.query<{ row: string }>(
        `SELECT to_jsonb(t) - 'active_at' - 'seen_at' - 'expires_at' - 'address' AS row FROM ${name} t WHERE t::text LIKE ANY ($1)`,
        [names.map((text) => `%${text}%`)],
      );
      return rows.map(({ row }) => `${name} ${JSON.stringify(row)}`);
    }),
  );
  return found.flat().toSorted();
}
