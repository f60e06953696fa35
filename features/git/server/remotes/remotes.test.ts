import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmit } from '@e-code/kernel/server';
import { identityFeature, startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { projectDeleted } from '@e-code/projects/contract';
import { createGit } from '../feature.ts';

const project = `prj_${'1'.repeat(20)}`;
const other = `prj_${'2'.repeat(20)}`;
const roles: Record<string, 'owner' | 'editor' | 'writer' | 'viewer' | undefined> = {
  usr_ada: 'owner',
  usr_ben: 'editor',
  usr_cleo: 'viewer',
  usr_dora: 'writer',
};
const address = 'https://code.example.org/team/weather.git';
const token = { kind: 'token', user: 'ada', secret: 'canary-2b81' };

const projects = {
  idAt: async () => project,
  isOpen: async () => false,
  roleOf: async (_sql: unknown, _projectId: string, personId: string) => roles[personId],
  titleOf: async () => ({ slug: 'weather' }),
};

/** What hosts would have been asked. */
const asked: string[] = [];
let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform((kernel) => [
    createGit(kernel, {
      settings: { sshPort: undefined },
      bind: '127.0.0.1',
      networkOf: (text) => text,
      people: {
        findActive: async () => undefined,
        names: async (_sql, ids) => new Map(ids.map((id) => [id, `Name of ${id}`])),
      },
      projects,
      passToHost: async () => undefined,
      talkToHost({ path }) {
        asked.push(path);
        return Promise.reject(new Error('No project runs here'));
      },
    }),
    identityFeature(),
  ]);
});
afterAll(async () => {
  await platform.stop();
});

/** Asks about the remotes of a project. */
const askIn =
  (id: string) =>
  async (person: 'ada' | 'ben' | 'cleo' | 'dora' | 'eve', method: string, path = '', json?: unknown) => {
    const cookie = `person=usr_${person}`;
    const response = await platform.request(`/api/projects/${id}/remotes${path}`, { method, cookie, json });
    return { status: response.status, body: await response.json() };
  };
const as = askIn(project);
const inOther = askIn(other);

let count = 0;
async function add(json: object = {}) {
  count += 1;
  return (await as('ada', 'POST', '', { name: `far-${count}`, address, credential: token, ...json })).body;
}

/** Everything that this feature wrote, as a dump of the database shows it. */
async function dump(): Promise<string> {
  const { pool } = platform.kernel.database;
  const rows = await Promise.all(
    ['git.remotes', 'kernel.outbox'].map((table) => pool.query(`SELECT t::text AS text FROM ${table} t`)),
  );
  return rows.flatMap((answer) => answer.rows.map(({ text }) => String(text))).join('\n');
}

describe('the remotes of a project', () => {
  it('are added with a token that nobody reads again, neither through the API nor from a dump', async () => {
    const remote = await add();
    expect(remote).toMatchObject({
      details: { address, credential: 'token', user: 'ada', addedBy: 'Name of usr_ada' },
    });
    const listed = await as('ben', 'GET');
    expect(JSON.stringify([remote, listed.body])).not.toContain(token.secret);
    const dumped = await dump();
    expect(dumped).toContain(address);
    expect(dumped).not.toContain(token.secret);
    expect(dumped).not.toContain(Buffer.from(token.secret).toString('hex'));
  });

  it('get a deploy key that is made for them, of which only the public half is shown', async () => {
    const { details } = await add({ address: 'git@code.example.org:team/weather.git', credential: { kind: 'key' } });
    expect(details.publicKey).toMatch(/^ssh-ed25519 AAAA\S+ weather@localhost$/);
    expect(details.fingerprint).toMatch(/^SHA256:[\w+/]{43}$/);
    expect(await dump()).not.toContain('PRIVATE KEY');
  });

  it('are named to viewers, who see nothing more and change nothing', async () => {
    await add();
    const { body } = await as('cleo', 'GET');
    expect(body.remotes.length).toBeGreaterThan(0);
    for (const { details } of body.remotes) expect(details).toBeNull();
    for (const person of ['cleo', 'dora'] as const) {
      const [{ id }] = body.remotes;
      expect((await as(person, 'POST', '', { name: 'mine', address, credential: token })).status).toBe(403);
      expect((await as(person, 'PATCH', `/${id}`, { address })).status).toBe(403);
      expect((await as(person, 'POST', `/${id}/push`, { branch: 'main' })).status).toBe(403);
      expect((await as(person, 'DELETE', `/${id}`)).status).toBe(403);
    }
    expect((await as('eve', 'GET')).status).toBe(404);
  });

  it('are not reached through another project', async () => {
    const { id } = await add();
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/fetch'],
    ] as const) {
      const answer = await inOther('ada', method, `/${id}${path}`, method === 'DELETE' ? undefined : {});
      expect(answer).toMatchObject({ status: 404, body: { code: 'remote_unknown' } });
    }
  });

  it('have names of their own, which are no options of git', async () => {
    const { name } = await add();
    expect(await as('ben', 'POST', '', { name, address, credential: token })).toMatchObject({
      status: 409,
      body: { code: 'remote_taken' },
    });
    for (const bad of ['--mirror', 'a b', '../x', '']) {
      expect((await as('ada', 'POST', '', { name: bad, address, credential: token })).status, bad).toBe(400);
    }
  });
});

describe('a credential', () => {
  it('ends with the project', async () => {
    const { id } = (await inOther('ada', 'POST', '', { name: 'gone', address, credential: token })).body;
    await platform.kernel.database.transaction((sql) =>
      createEmit(
        sql,
        { kind: 'system', id: 'test' },
        () => new Date(),
      )(projectDeleted, {
        projectId: other,
        name: 'Weather',
        ownerId: `usr_${'1'.repeat(20)}`,
      }),
    );
    await expect.poll(async () => (await inOther('ada', 'GET')).body.remotes).toEqual([]);
    expect(await dump()).not.toContain(`(${id},`);
  });

  it('stays with an address of the same origin, and does not go with another one', async () => {
    const { id } = await add();
    const near = 'https://code.example.org/other/weather.git';
    expect((await as('ben', 'PATCH', `/${id}`, { address: near })).body.details).toMatchObject({ address: near });
    const far = 'https://evil.example.org/team/weather.git';
    expect(await as('ben', 'PATCH', `/${id}`, { address: far })).toMatchObject({
      status: 409,
      body: { code: 'remote_credential_needed' },
    });
    const changed = await as('ben', 'PATCH', `/${id}`, { address: far, credential: { kind: 'none' } });
    expect(changed.body.details).toMatchObject({ address: far, credential: 'none', user: null });
    const { rows } = await platform.kernel.database.pool.query('SELECT sealed_secret FROM git.remotes WHERE id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ sealed_secret: null }]);
  });

  it('fits its address: no token over ssh, no key over https', async () => {
    const ssh = 'ssh://git@code.example.org/team/weather.git';
    for (const body of [
      { address: ssh, credential: token },
      { address, credential: { kind: 'key' } },
    ]) {
      expect(await as('ada', 'POST', '', { name: 'unfit', ...body })).toMatchObject({
        status: 400,
        body: { code: 'remote_credential_unfit' },
      });
    }
  });

  it('is of one line, because more would be more than one answer to git', async () => {
    const credential = { ...token, secret: 'a\nusername=b' };
    expect((await as('ada', 'POST', '', { name: 'lines', address, credential })).status).toBe(400);
  });

  it('is opened for its own remote only', async () => {
    const [one, two] = [await add(), await add()];
    const { pool } = platform.kernel.database;
    await pool.query(
      'UPDATE git.remotes SET sealed_secret = (SELECT sealed_secret FROM git.remotes WHERE id = $1) WHERE id = $2',
      [one.id, two.id],
    );
    const before = asked.length;
    expect((await as('ada', 'POST', `/${two.id}/fetch`, {})).status).toBe(500);
    expect(asked.length).toBe(before);
    await as('ada', 'POST', `/${one.id}/fetch`, {});
    expect(asked.slice(before)).toEqual(['/git/fetch']);
  });
});
