import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPage } from './record/list.ts';
import { people, startStage } from './testing/stage.ts';
import type { ProjectRow } from './tables.ts';
import type { Stage } from './testing/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(async () => {
  await stage.stop();
});

const nowhere = 'prj_00000000000000000000';

/** Every endpoint about one project, with a body that it accepts. */
const aboutOneProject: [method: string, path: string, body: unknown][] = [
  ['PATCH', '', { name: 'Other' }],
  ['POST', '/fork', {}],
  ['DELETE', '', undefined],
  ['POST', '/restore', {}],
  ['DELETE', '/permanently', { name: 'Other' }],
  ['GET', '/members', undefined],
  ['POST', '/members', { email: 'ben@example.org', role: 'viewer' }],
  ['PATCH', '/members/usr_ben', { role: 'viewer' }],
  ['DELETE', '/members/usr_ben', undefined],
];

describe('who may do what', () => {
  it('asks visitors to sign in', async () => {
    const { id } = await stage.insertProject({ visibility: 'public' });
    const requests: [string, string, unknown][] = [
      ['GET', '/api/projects', undefined],
      ['POST', '/api/projects', { template: 'blank' }],
      ['GET', '/api/projects/by-slug/weather', undefined],
      ['GET', '/api/templates', undefined],
      ...aboutOneProject.map(([method, path, body]): [string, string, unknown] => [
        method,
        `/api/projects/${id}${path}`,
        body,
      ]),
    ];
    for (const [method, path, body] of requests) {
      expect
        .soft((await stage.as(undefined, method, path, body)).body.code, `${method} ${path}`)
        .toBe('unauthenticated');
    }
  });

  it('says of a foreign private project what it says of none', async () => {
    const { id, slug } = await stage.insertProject();
    const foreign = await stage.as('ben', 'GET', `/api/projects/by-slug/${slug}`);
    expect(foreign).toEqual(await stage.as('ben', 'GET', '/api/projects/by-slug/no-such-project'));
    for (const [method, path, body] of aboutOneProject) {
      const there = await stage.as('ben', method, `/api/projects/${id}${path}`, body);
      const absent = await stage.as('ben', method, `/api/projects/${nowhere}${path}`, body);
      expect.soft(there, `${method} ${path}`).toEqual(absent);
      expect.soft(there.status, `${method} ${path}`).toBe(404);
    }
  });

  it('lets everybody signed in see public and unlisted projects, and change nothing', async () => {
    for (const visibility of ['public', 'unlisted'] as const) {
      const { id, slug } = await stage.insertProject({ visibility });
      const seen = await stage.as('ben', 'GET', `/api/projects/by-slug/${slug}`);
      expect(seen.body).toMatchObject({ id, role: 'viewer', owner: { name: 'Ada' } });
      for (const [method, path, body] of aboutOneProject.filter(([, place]) => place !== '/fork')) {
        if (path === '/members/usr_ben' && method === 'DELETE') continue;
        expect
          .soft((await stage.as('ben', method, `/api/projects/${id}${path}`, body)).body.code, path)
          .toBe('forbidden');
      }
    }
  });

  it('tells other features which projects everybody may see, and none in the trash', async () => {
    const sql = stage.kernel.database.read;
    const isOpen = async (values: Partial<ProjectRow>): Promise<boolean> =>
      stage.directory.isOpen(sql, (await stage.insertProject(values)).id);
    expect(await isOpen({ visibility: 'public' })).toBe(true);
    expect(await isOpen({ visibility: 'unlisted' })).toBe(true);
    expect(await isOpen({ visibility: 'private' })).toBe(false);
    expect(await isOpen({ visibility: 'public', trashedAt: new Date() })).toBe(false);
    expect(await stage.directory.isOpen(sql, nowhere)).toBe(false);
  });

  it('hides a project in the trash from members, and shows it to its owner', async () => {
    const { id, slug } = await stage.insertProject({ visibility: 'public' });
    await stage.as('ada', 'POST', `/api/projects/${id}/members`, { email: 'ben@example.org', role: 'editor' });
    await stage.as('ada', 'DELETE', `/api/projects/${id}`);
    expect((await stage.as('ben', 'GET', `/api/projects/by-slug/${slug}`)).status).toBe(404);
    expect((await stage.as('ada', 'GET', `/api/projects/by-slug/${slug}`)).body.trashedAt).toEqual(expect.any(String));
    expect(await stage.directory.roleOf(stage.kernel.database.read, id, people.ada.id)).toBeUndefined();
  });

  it('asks for a fresh proof of identity before it deletes for ever', async () => {
    const { id, name } = await stage.insertProject({ trashedAt: new Date() });
    const answer = await stage.asStale('ada', 'DELETE', `/api/projects/${id}/permanently`, { name });
    expect(answer.body.code).toBe('reauthentication_required');
    expect((await stage.as('ada', 'GET', '/api/projects?filter=trash')).body.projects).toContainEqual(
      expect.objectContaining({ id }),
    );
  });
});

describe('names and addresses', () => {
  const rename = (id: string, name: unknown) => stage.as('ada', 'PATCH', `/api/projects/${id}`, { name });

  it.each(['', '   ', '…', 'a\u202eb', 'x'.repeat(81), 7])('refuses the name %j', async (name) => {
    const { id } = await stage.insertProject();
    expect((await rename(id, name)).body.code).toBe('invalid_input');
  });

  it.each([
    ['  Café   No. 5 ', 'Café No. 5', /^cafe-no-5$/],
    ['Cafe\u0301', 'Café', /^cafe$/],
    ['天気', '天気', /^project(-\w{4})?$/],
    ['🌦', '🌦', /^project(-\w{4})?$/],
    ['API', 'API', /^api-\w{4}$/],
    ['x'.repeat(80), 'x'.repeat(80), /^x{40}$/],
  ])('accepts the name %j', async (given, name, slug) => {
    const { id } = await stage.insertProject();
    const { body } = await rename(id, given);
    expect(body.name).toBe(name);
    expect(body.slug).toMatch(slug);
    await stage.as('ada', 'DELETE', `/api/projects/${id}`);
  });

  it('keeps former addresses, and gives none of them to another project', async () => {
    const first = await stage.insertProject();
    await rename(first.id, 'Tide table');
    await rename(first.id, 'Tides');
    expect((await stage.as('ada', 'GET', '/api/projects/by-slug/tide-table')).body).toMatchObject({
      id: first.id,
      slug: 'tides',
    });
    const second = await stage.insertProject({ ownerId: people.ben.id });
    const taken = await stage.as('ben', 'PATCH', `/api/projects/${second.id}`, { name: 'Tide table' });
    expect(taken.body.slug).toMatch(/^tide-table-\w{4}$/);
    expect((await rename(first.id, 'Tide table')).body.slug).toBe('tide-table');
  });

  it('refuses a name that another project of the owner has, in any case, and says which is free', async () => {
    await stage.insertProject({ name: 'Harbour' });
    await stage.insertProject({ name: 'harbour 2' });
    const { id } = await stage.insertProject();
    const answer = await rename(id, 'HARBOUR');
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'name_taken', data: { suggestion: 'HARBOUR 3' } });
    expect(answer.body.message).toContain('“HARBOUR 3” is free');
  });

  it('gives a name to one of two who ask at the same time', async () => {
    const [one, two] = [await stage.insertProject(), await stage.insertProject()];
    const answers = await Promise.all([rename(one.id, 'Race'), rename(two.id, 'Race')]);
    expect(answers.map(({ status }) => status)).toContain(409);
    expect(answers.map(({ status }) => status)).toContain(200);
  });
});

describe('the list', () => {
  it('walks 250 projects by pages in every order, each once', async () => {
    const start = Date.now();
    for (let index = 0; index < 250; index += 1) {
      // Several share a moment, which a cursor of the time alone would lose.
      const at = new Date(start - Math.floor(index / 7) * 1000);
      const name = `Walk ${String(index).padStart(3, '0')}`;
      await stage.insertProject({ ownerId: people.cleo.id, name, activeAt: at, createdAt: at });
    }
    for (const order of ['active', 'created', 'name']) {
      const seen: { id: string; name: string; activeAt: string }[] = [];
      let next: string | null = null;
      do {
        const cursor = next === null ? '' : `&cursor=${next}`;
        const { body } = await stage.as('cleo', 'GET', `/api/projects?order=${order}&limit=60${cursor}`);
        seen.push(...body.projects);
        next = body.next;
      } while (next !== null);
      expect(new Set(seen.map(({ id }) => id)).size).toBe(250);
      const keys = seen.map((project) => (order === 'name' ? project.name : project.activeAt));
      const sorted = keys.toSorted();
      expect(keys).toEqual(order === 'name' ? sorted : sorted.toReversed());
    }
  });

  it('finds by a part of the name or the language, and takes wildcards as they are', async () => {
    await stage.insertProject({ name: '100% sun', language: 'Rust' });
    const names = async (search: string): Promise<string[]> =>
      (await stage.as('ada', 'GET', `/api/projects?search=${encodeURIComponent(search)}`)).body.projects.map(
        ({ name }: { name: string }) => name,
      );
    expect(await names('% SU')).toEqual(['100% sun']);
    expect(await names('rust')).toEqual(['100% sun']);
    expect(await names('100_')).toEqual([]);
  });

  it('shows what others shared, with the role, and tells mine from theirs', async () => {
    const { id } = await stage.insertProject({ name: 'Together' });
    await stage.as('ada', 'POST', `/api/projects/${id}/members`, { email: 'BEN@example.org', role: 'runner' });
    const shared = expect.objectContaining({ id, role: 'runner', owner: { id: people.ada.id, name: 'Ada' } });
    for (const [filter, expected] of Object.entries({ all: [shared], shared: [shared], mine: [], trash: [] })) {
      const { body } = await stage.as('ben', 'GET', `/api/projects?filter=${filter}&search=together`);
      expect(body.projects, filter).toEqual(expected);
    }
  });

  it.each(['limit=0', 'limit=201', 'filter=none', 'order=size', 'cursor=nonsense', 'cursor=W10'])(
    'refuses %s',
    async (query) => {
      expect((await stage.as('ada', 'GET', `/api/projects?${query}`)).body.code).toBe('invalid_input');
    },
  );
});

describe('members', () => {
  it('are added by address, changed and removed by the owner', async () => {
    const { id } = await stage.insertProject();
    const path = `/api/projects/${id}/members`;
    const added = await stage.as('ada', 'POST', path, { email: 'ben@example.org', role: 'editor' });
    expect(added.body).toEqual({ person: { id: people.ben.id, name: 'Ben' }, role: 'editor' });
    const again = await stage.as('ada', 'POST', path, { email: 'ben@example.org', role: 'viewer' });
    expect(again.body.code).toBe('already_member');
    await stage.as('ada', 'PATCH', `${path}/${people.ben.id}`, { role: 'viewer' });
    expect((await stage.as('ben', 'GET', path)).body.members).toEqual([
      { person: { id: people.ada.id, name: 'Ada' }, role: 'owner' },
      { person: { id: people.ben.id, name: 'Ben' }, role: 'viewer' },
    ]);
    expect((await stage.as('ada', 'DELETE', `${path}/${people.ben.id}`)).status).toBe(200);
    expect((await stage.as('ben', 'GET', path)).status).toBe(404);
  });

  it('may leave by themselves, but neither remove nor promote anybody', async () => {
    const { id } = await stage.insertProject();
    const path = `/api/projects/${id}/members`;
    for (const email of ['ben@example.org', 'cleo@example.org']) {
      await stage.as('ada', 'POST', path, { email, role: 'editor' });
    }
    expect((await stage.as('ben', 'DELETE', `${path}/${people.cleo.id}`)).status).toBe(403);
    expect((await stage.as('ben', 'PATCH', `${path}/${people.ben.id}`, { role: 'runner' })).status).toBe(403);
    expect((await stage.as('ben', 'DELETE', `${path}/${people.ben.id}`)).status).toBe(200);
  });

  it('cannot be strangers, the owner, or owners', async () => {
    const { id } = await stage.insertProject();
    const add = (email: string, role: string) =>
      stage.as('ada', 'POST', `/api/projects/${id}/members`, { email, role });
    expect((await add('nobody@example.org', 'editor')).body.code).toBe('person_unknown');
    expect((await add('ada@example.org', 'editor')).body.code).toBe('already_member');
    expect((await add('ben@example.org', 'owner')).body.code).toBe('invalid_input');
    expect((await add('ben', 'editor')).body.code).toBe('invalid_input');
  });

  it('lose their connections to the project when their role changes', async () => {
    const { id } = await stage.insertProject();
    const path = `/api/projects/${id}/members`;
    await stage.as('ada', 'POST', path, { email: 'ben@example.org', role: 'editor' });
    const ended: string[] = [];
    const origin = { address: '127.0.0.1', agent: 'test' };
    for (const { id: personId, name } of [people.ada, people.ben]) {
      stage.kernel.connections.add({
        actor: {
          kind: 'person',
          id: personId,
          name,
          operator: false,
          sessionId: '',
          authenticatedAt: new Date(),
          origin,
        },
        subject: id,
        end: () => void ended.push(personId),
      });
    }
    await stage.as('ada', 'PATCH', `${path}/${people.ben.id}`, { role: 'viewer' });
    expect(ended).toEqual([people.ben.id]);
  });
});

describe('changes', () => {
  it('are facts that the outbox tells, one for each field', async () => {
    const told: string[] = [];
    const { id } = await stage.insertProject();
    await stage.platform.platform.relay.settled();
    const end = stage.kernel.bus.subscribe(
      `live:projects.list:${JSON.stringify([['personId', people.ada.id]])}`,
      (message) => {
        told.push((message as { event: string }).event);
      },
    );
    await stage.as('ada', 'PATCH', `/api/projects/${id}`, {
      name: 'Told',
      description: 'A description',
      visibility: 'public',
    });
    await stage.platform.platform.relay.settled();
    end();
    expect(told).toEqual(['projects.renamed', 'projects.described', 'projects.visibility_changed']);
  });

  it('do not happen twice: the same values again tell nothing', async () => {
    const { id, name } = await stage.insertProject();
    await stage.platform.platform.relay.settled();
    const { rows: before } = await stage.kernel.database.pool.query('SELECT count(*) FROM kernel.outbox');
    await stage.as('ada', 'PATCH', `/api/projects/${id}`, { name, description: '', visibility: 'private' });
    const { rows: after } = await stage.kernel.database.pool.query('SELECT count(*) FROM kernel.outbox');
    expect(after).toEqual(before);
  });
});

describe('the directory', () => {
  it('finds and names what is a person’s or shared with them, and nothing of others', async () => {
    const sql = stage.kernel.database.read;
    const own = await stage.insertProject({ name: 'Lighthouse of Cleo', ownerId: people.cleo.id });
    const shared = await stage.insertProject({ name: 'Lighthouse of Ada' });
    const foreign = await stage.insertProject({ name: 'Lighthouse in public', visibility: 'public' });
    const trashed = await stage.insertProject({ name: 'Lighthouse', ownerId: people.cleo.id, trashedAt: new Date() });
    const member = { email: people.cleo.email, role: 'viewer' };
    await stage.as('ada', 'POST', `/api/projects/${shared.id}/members`, member);
    const { directory } = stage;
    const found = await directory.search(sql, people.cleo.id, 'lighthouse');
    expect(found).toEqual([shared, own].map(({ id, name }) => ({ id, name })));
    const names = await directory.namesOf(
      sql,
      people.cleo.id,
      [own, shared, foreign, trashed].map(({ id }) => id),
    );
    expect([...names.keys()].toSorted()).toEqual([own.id, shared.id].toSorted());
  });

  it('lists to a token that is limited what it is limited to', async () => {
    const sql = stage.kernel.database.read;
    const [one, other] = [
      await stage.insertProject({ name: 'Anchor 1' }),
      await stage.insertProject({ name: 'Anchor 2' }),
    ];
    const input = { filter: 'all', order: 'name', search: 'anchor', limit: 50 } as const;
    const idsFor = async (subjects: string[] | undefined): Promise<string[]> =>
      (await readPage(sql, { id: people.ada.id, token: { scopes: [], subjects } }, input)).map(({ id }) => id);
    expect(await idsFor(undefined)).toEqual([one.id, other.id]);
    expect(await idsFor([other.id, nowhere])).toEqual([other.id]);
    expect(await idsFor([])).toEqual([]);
  });

  it('writes the time of work once a minute', async () => {
    const { id, activeAt } = await stage.insertProject({ activeAt: new Date(0) });
    expect(activeAt.getTime()).toBe(0);
    const read = async (): Promise<number> => {
      const { rows } = await stage.kernel.database.pool.query('SELECT active_at FROM projects.projects WHERE id = $1', [
        id,
      ]);
      return new Date(rows[0].active_at).getTime();
    };
    stage.directory.touched(id);
    await expect.poll(read).toBeGreaterThan(0);
    const first = await read();
    stage.directory.touched(id);
    stage.moveClock(1);
    stage.directory.touched(id);
    await expect.poll(read).toBeGreaterThan(first + 60_000);
  });
});
