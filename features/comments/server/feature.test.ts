import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCookies } from '@e-code/kernel/server';
import type { Actor, ServerFeature } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createComments } from './feature.ts';
import { mentionedIn } from './threads/mentions.ts';

const origin = { address: '127.0.0.1', agent: 'test' };
const names = new Map([
  ['usr_ada', 'Ada'],
  ['usr_ben', 'Ben'],
  ['usr_cleo', 'Cleo'],
]);
/** Nora's link lets her edit, Tim's look. */
const guests = new Map([
  ['gst_nora', 'Guest Nora'],
  ['gst_tim', 'Guest Tim'],
]);
const project = `prj_${'1'.repeat(20)}`;
const other = `prj_${'2'.repeat(20)}`;

/** Stands where accounts and projects stand in the product: the cookie says who it is; Ada owns both, Ben views one. */
const identity: ServerFeature = {
  name: 'identity',
  access: {},
  async identify(request): Promise<Actor> {
    const id = parseCookies(request.headers.cookie).get('person');
    const guest = guests.get(id ?? '');
    if (id !== undefined && guest) return { kind: 'guest', id, name: guest, subject: project, sessionId: id, origin };
    const name = names.get(id ?? '');
    if (id === undefined || name === undefined) return { kind: 'anonymous', origin };
    return { kind: 'person', id, name, operator: false, sessionId: `ses_${id}`, authenticatedAt: new Date(), origin };
  },
};
const roleByLink = new Map([
  ['gst_nora', 'writer'],
  ['gst_tim', 'viewer'],
]);
let isPublic = false;
const projects = {
  async roleOf(_sql: unknown, projectId: string, personId: string) {
    if (personId === 'usr_ada') return 'owner';
    if (personId === 'usr_ben' && projectId === project) return 'viewer';
    if (projectId === project && guests.has(personId)) return roleByLink.get(personId);
    return isPublic ? 'viewer' : undefined;
  },
  roleByLink: async (_sql: unknown, projectId: string, personId: string) =>
    projectId === project ? roleByLink.get(personId) : undefined,
  memberIds: async (_sql: unknown, projectId: string) => (projectId === project ? ['usr_ada', 'usr_ben'] : ['usr_ada']),
  titleOf: async () => ({ name: 'Weather', slug: 'weather' }),
};
const people = {
  names: async (_sql: unknown, ids: string[]) => new Map([...names].filter(([id]) => ids.includes(id))),
};

/** Who was told of what, in order. */
const told: string[] = [];

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform((kernel) => [
    createComments(kernel, {
      projects,
      people,
      async notify(_work, ids, { kind, title, address, actorName }) {
        const by = actorName === undefined ? '' : ` by ${actorName}`;
        for (const id of ids) told.push(`${id} ${kind} ${title} ${address.replace(/thr_.*/, 'thr')}${by}`);
      },
    }),
    identity,
  ]);
});
afterAll(async () => {
  await platform.stop();
});

type Person = 'ada' | 'ben' | 'cleo' | 'nora' | 'tim';

/** Asks about the first project, or about what the path begins with. */
async function as(person: Person | undefined, method: string, path: string, json?: unknown) {
  const kind = person === 'nora' || person === 'tim' ? 'gst' : 'usr';
  const cookie = person === undefined ? '' : `person=${kind}_${person}`;
  const response = await platform.request(`/api/projects/${path.startsWith('/') ? project : ''}${path}`, {
    method,
    cookie,
    json,
  });
  return { status: response.status, body: await response.json() };
}

const quotation = {
  path: 'main.ts',
  document: '00000000-0000-4000-8000-000000000001',
  epoch: 1,
  start: [7, 1, 0],
  end: [7, 9, -1],
  quote: 'a + b',
  before: [],
  after: ['}'],
  lines: [1, 1],
  commit: null,
  hash: 'a'.repeat(64),
};
const start = async (person: Person, body: string) => (await as(person, 'POST', '/threads', { quotation, body })).body;

describe('a thread', () => {
  it('is begun by a member, answered by another, resolved, and opened again by an answer', async () => {
    const thread = await start('ada', 'Does this overflow?');
    expect(thread).toMatchObject({
      quotation,
      resolved: null,
      comments: [{ author: { id: 'usr_ada', name: 'Ada' }, body: 'Does this overflow?', deleted: false }],
    });
    const reply = await as('ben', 'POST', `/threads/${thread.id}/comments`, { body: 'No: both are small.' });
    expect(reply).toMatchObject({ status: 200, body: { author: { name: 'Ben' } } });
    const resolved = await as('ada', 'PATCH', `/threads/${thread.id}`, { resolved: true });
    expect(resolved.body).toMatchObject({ resolved: { by: { name: 'Ada' } }, comments: [{}, {}] });
    const open = async (): Promise<string[]> =>
      (await as('ada', 'GET', '/threads')).body.threads.map(({ id }: { id: string }) => id);
    expect(await open()).not.toContain(thread.id);
    await as('ben', 'POST', `/threads/${thread.id}/comments`, { body: 'Wait.' });
    expect(await open()).toContain(thread.id);
  });

  it('is given to members only, and says by when', async () => {
    const { id } = await start('ada', 'Please check');
    const given = await as('ada', 'PATCH', `/threads/${id}`, { assigneeId: 'usr_ben', dueOn: '2026-12-24' });
    expect(given.body).toMatchObject({ assignee: { name: 'Ben' }, dueOn: '2026-12-24' });
    const refused = await as('ada', 'PATCH', `/threads/${id}`, { assigneeId: 'usr_cleo' });
    expect(refused.body).toMatchObject({ code: 'not_a_member' });
    expect((await as('ada', 'GET', `/threads/${id}`)).body.assignee.name).toBe('Ben');
  });

  it('is attached by a person to where it belongs, keeps what was spoken of, and takes that back', async () => {
    const { id } = await start('ada', 'This moved');
    const elsewhere = { ...quotation, path: 'other.ts', document: '00000000-0000-4000-8000-000000000077', quote: 'c' };
    const place = (json: unknown) => as('ben', 'POST', `/threads/${id}/place`, json);
    expect((await place({ quotation: elsewhere })).body).toMatchObject({ quotation, attached: elsewhere });
    const listed = async (document: string): Promise<string[]> =>
      (await as('ada', 'GET', `/threads?document=${document}`)).body.threads.map((one: { id: string }) => one.id);
    expect(await listed(elsewhere.document)).toEqual([id]);
    expect(await listed(quotation.document)).not.toContain(id);
    expect((await place({ quotation: null })).body).toMatchObject({ quotation, attached: null });
    expect(await listed(quotation.document)).toContain(id);
    expect((await as('cleo', 'POST', `/threads/${id}/place`, { quotation: elsewhere })).status).toBe(404);
  });

  it('mentions members and nobody else', async () => {
    const thread = await start('ada', '@Ben and @Cleo, look; not `@Ada`');
    expect(thread.comments[0].mentions).toEqual([{ id: 'usr_ben', name: 'Ben' }]);
    const mine = await as('ben', 'GET', '/threads?about=me');
    expect(mine.body.threads.map(({ id }: { id: string }) => id)).toContain(thread.id);
  });
});

describe('people', () => {
  const hear = async (work: () => Promise<unknown>): Promise<string[]> => {
    told.length = 0;
    await work();
    return told.map((line) => line.replace(' main.ts /p/weather?thread=thr', ''));
  };

  it('hear of mentions, answers, duties and resolutions, and never of what they did themselves', async () => {
    let id = '';
    expect(await hear(async () => ({ id } = await start('ada', '@Ben @Ada @Cleo')))).toEqual(['usr_ben mention']);
    const write = (person: Person, body: string) => () => as(person, 'POST', `/threads/${id}/comments`, { body });
    expect(await hear(write('ben', 'Here'))).toEqual(['usr_ada reply']);
    expect(await hear(write('ben', '@Ada here'))).toEqual(['usr_ada mention']);
    const change = (person: Person, json: unknown) => () => as(person, 'PATCH', `/threads/${id}`, json);
    expect(await hear(change('ada', { assigneeId: 'usr_ben' }))).toEqual(['usr_ben assign']);
    expect(await hear(change('ada', { assigneeId: 'usr_ben' }))).toEqual([]);
    expect(await hear(change('ben', { resolved: true }))).toEqual(['usr_ada resolve']);
  });

  it('hear of a mention that an edit adds, and not again of one that was there', async () => {
    const thread = await start('ada', 'for @Ben');
    const edit = (body: string) => () => as('ada', 'PATCH', `/comments/${thread.comments[0].id}`, { body });
    expect(await hear(edit('really for @Ben'))).toEqual([]);
    await hear(edit('for nobody'));
    expect(await hear(edit('for @Ben after all'))).toEqual(['usr_ben mention']);
  });
});

describe('a comment', () => {
  it('is edited by its author, who wrote what before is kept', async () => {
    const thread = await start('ada', 'first words');
    const [{ id }] = thread.comments;
    expect((await as('ben', 'PATCH', `/comments/${id}`, { body: 'taken over' })).body.code).toBe('not_the_author');
    const edited = await as('ada', 'PATCH', `/comments/${id}`, { body: 'other words' });
    expect(edited.body).toMatchObject({ body: 'other words', editedAt: expect.any(String) });
    const { wordings } = (await as('ben', 'GET', `/comments/${id}/wordings`)).body;
    expect(wordings).toMatchObject([{ body: 'first words' }]);
  });

  it('is deleted and brought back; a thread in which all is deleted is in no list', async () => {
    const thread = await start('ben', 'never mind');
    const [{ id }] = thread.comments;
    const listed = async (): Promise<boolean> =>
      (await as('ada', 'GET', '/threads')).body.threads.some((one: { id: string }) => one.id === thread.id);
    expect((await as('ben', 'DELETE', `/comments/${id}`)).status).toBe(200);
    expect(await listed()).toBe(false);
    expect((await as('ada', 'GET', `/threads/${thread.id}`)).body.comments).toMatchObject([
      { body: '', deleted: true },
    ]);
    expect((await as('ben', 'POST', `/comments/${id}/restore`)).body.body).toBe('never mind');
    expect(await listed()).toBe(true);
  });
});

describe('who may do what', () => {
  it('hides everything of a private project from others, and lets them read a public one', async () => {
    const { id } = await start('ada', 'secret');
    expect((await as(undefined, 'GET', '/threads')).status).toBe(401);
    for (const [method, path, json] of [
      ['GET', '/threads', undefined],
      ['GET', `/threads/${id}`, undefined],
      ['POST', '/threads', { quotation, body: 'x' }],
      ['PATCH', `/threads/${id}`, { resolved: true }],
    ] as const) {
      expect((await as('cleo', method, path, json)).status, path).toBe(404);
    }
    isPublic = true;
    expect((await as('cleo', 'GET', `/threads/${id}`)).status).toBe(200);
    expect((await as('cleo', 'POST', `/threads/${id}/comments`, { body: 'x' })).status).toBe(403);
    isPublic = false;
  });

  it('lets guests read, and write under their name whom the link lets edit', async () => {
    const { id } = await start('ada', 'What is this?');
    told.length = 0;
    const said = await as('nora', 'POST', `/threads/${id}/comments`, { body: 'A sum, @Ben' });
    expect(said.body).toMatchObject({ author: { id: 'gst_nora', name: 'Guest Nora' }, mentions: [{ name: 'Ben' }] });
    expect(told.map((line) => line.replace(' main.ts /p/weather?thread=thr', ''))).toEqual([
      'usr_ben mention by Guest Nora',
      'usr_ada reply by Guest Nora',
    ]);
    const edited = await as('nora', 'PATCH', `/comments/${said.body.id}`, { body: 'A sum' });
    expect(edited.status).toBe(200);
    const resolved = await as('nora', 'PATCH', `/threads/${id}`, { resolved: true });
    expect(resolved.body.resolved.by).toEqual({ id: 'gst_nora', name: 'Guest Nora' });
    expect((await as('nora', 'GET', '/threads')).body).toMatchObject({ reader: 'gst_nora', writes: true });
    expect((await as('tim', 'GET', '/threads')).body).toMatchObject({ reader: 'gst_tim', writes: false });
    expect((await as('tim', 'POST', `/threads/${id}/comments`, { body: 'x' })).status).toBe(403);
    expect((await as('nora', 'PATCH', `/comments/${said.body.id}`, { body: 'y' })).status).toBe(200);
    expect((await as('ben', 'PATCH', `/comments/${said.body.id}`, { body: 'z' })).body.code).toBe('not_the_author');
    expect((await as('nora', 'GET', `${other}/threads`)).status).toBe(404);
    expect((await as('nora', 'POST', `${other}/threads`, { quotation, body: 'x' })).status).toBe(404);
  });

  it('does not reach a thread through another project', async () => {
    const thread = await start('ada', 'here');
    const [{ id }] = thread.comments;
    expect((await as('ada', 'GET', `${other}/threads/${thread.id}`)).body.code).toBe('thread_unknown');
    expect((await as('ada', 'PATCH', `${other}/comments/${id}`, { body: 'x' })).body.code).toBe('comment_unknown');
    expect((await as('ada', 'GET', `${other}/comments/${id}/wordings`)).body.code).toBe('comment_unknown');
  });
});

it('lists a thousand threads by pages, and one file of them at once', async () => {
  const values = Array.from({ length: 1000 }, (_, index) => `thr_${String(index).padStart(20, '0')}`);
  const { pool } = platform.kernel.database;
  await pool.query(
    `INSERT INTO comments.threads (id, project_id, document, quotation, created_by, created_at)
     SELECT id, $2, ('00000000-0000-4000-8000-0000000009' || lpad((n % 50)::text, 2, '0'))::uuid, $3, 'usr_ada', now()
     FROM unnest($1::text[]) WITH ORDINALITY AS given (id, n)`,
    [values, other, JSON.stringify(quotation)],
  );
  await pool.query(
    `INSERT INTO comments.comments (id, thread_id, author_id, body, mentions, created_at)
     SELECT replace(id, 'thr', 'cmt'), id, 'usr_ada', 'said', '{}', now() FROM comments.threads WHERE project_id = $1`,
    [other],
  );
  const seen: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await as('ada', 'GET', `${other}/threads?limit=300${cursor}`);
    expect(body.open).toBe(1000);
    seen.push(...body.threads.map(({ id }: { id: string }) => id));
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(seen).toEqual(values.toReversed());
  const file = await as('ada', 'GET', `${other}/threads?document=00000000-0000-4000-8000-000000000907`);
  expect(file.body.threads).toHaveLength(20);
});

describe('a mention', () => {
  it.each([
    ['@Ben, look', ['usr_ben']],
    ['mail ben@Ben.example', []],
    ['@Benjamin', []],
    ['@ben and @ADA', ['usr_ada', 'usr_ben']],
    ['```\n@Ben\n```', []],
  ])('is read from %s', (body, expected) => {
    expect(mentionedIn(body, names)).toEqual(expected);
  });

  it('takes the longer of two names', () => {
    const alike = new Map([
      ['usr_1', 'Ada'],
      ['usr_2', 'Ada Lovelace'],
    ]);
    expect(mentionedIn('@Ada Lovelace', alike)).toEqual(['usr_2']);
  });
});
