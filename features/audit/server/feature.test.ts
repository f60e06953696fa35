import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { event } from '@e-code/kernel/contract';
import { createEmit, parseCookies } from '@e-code/kernel/server';
import type { Actor, Person, ServerFeature } from '@e-code/kernel/server';
import { startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createAudit } from './feature.ts';
import { summarize } from './trail/summarize.ts';
import { withoutSecrets } from './trail/secrets.ts';

const origin = { address: '2001:db8::1', agent: 'test' };
const ada: Person = {
  kind: 'person',
  id: 'usr_ada',
  name: 'Ada',
  operator: true,
  sessionId: 'ses_1',
  authenticatedAt: new Date(),
  origin,
};
const thingMade = event('things.made', z.object({ name: z.string(), token: z.string().optional() }));

/** Stands where accounts stand in the product: the cookie says who it is. */
const identity: ServerFeature = {
  name: 'identity',
  access: {},
  async identify(request): Promise<Actor> {
    const who = parseCookies(request.headers.cookie).get('person');
    if (who === undefined) return { kind: 'anonymous', origin };
    return { ...ada, operator: who === 'ada' };
  },
};

let platform: TestPlatform;
beforeAll(async () => {
  const people = { names: async () => new Map([['usr_ada', 'Ada']]) };
  platform = await startTestPlatform((kernel) => [createAudit(kernel, { people }), identity]);
});
afterAll(async () => {
  await platform.stop();
});

async function emit(actor: Actor, name: string, token?: string): Promise<void> {
  await platform.kernel.database.transaction((sql) =>
    createEmit(sql, actor, () => new Date())(thingMade, { name, ...(token === undefined ? {} : { token }) }),
  );
  await platform.platform.relay.settled();
}

async function list(query = '', cookie = 'person=ada') {
  const response = await platform.request(`/api/audit${query}`, { cookie });
  return { status: response.status, body: await response.json() };
}

describe('the audit trail', () => {
  it('keeps every event with who caused it from where, and no secret', async () => {
    await emit(ada, 'First', 'hunter2');
    await emit({ kind: 'system', id: 'system:cleaning' }, 'Second');
    await emit({ kind: 'anonymous', origin }, 'Third');
    const { body } = await list();
    expect(body.entries).toMatchObject([
      { summary: 'Made: Third', actor: { kind: 'anonymous', id: null, name: null }, address: '2001:db8::1' },
      { summary: 'Made: Second', actor: { kind: 'system', name: 'cleaning' }, address: null },
      {
        summary: 'Made: First',
        actor: { kind: 'person', id: 'usr_ada', name: 'Ada', apiKey: null },
        payload: { token: '[left out]' },
      },
    ]);
  });

  it('says with which API key a person did it', async () => {
    await emit({ ...ada, sessionId: 'key_1', token: { scopes: [], subjects: undefined } }, 'By a program');
    const { body } = await list('?search=By a program');
    expect(body.entries).toMatchObject([{ actor: { id: 'usr_ada', apiKey: 'key_1' } }]);
  });

  it('does not exist for people who do not operate the installation', async () => {
    expect((await list('', '')).status).toBe(401);
    expect((await list('', 'person=ben')).status).toBe(404);
    const exported = await platform.request('/api/audit/export', { cookie: 'person=ben' });
    expect(exported.status).toBe(404);
  });

  it.each(["UPDATE audit.entries SET event = ''", 'DELETE FROM audit.entries', 'TRUNCATE audit.entries'])(
    'refuses %s',
    async (statement) => {
      await expect(platform.kernel.database.pool.query(statement)).rejects.toThrow('append-only');
    },
  );

  it('is read by pages, and filtered by event, person, time and text', async () => {
    for (let index = 0; index < 5; index += 1) await emit(ada, `Page ${index}`);
    const first = (await list('?search=Page&limit=3')).body;
    const second = (await list(`?search=Page&limit=3&cursor=${first.next}`)).body;
    const names = [...first.entries, ...second.entries].map(({ payload }) => payload.name);
    expect(names).toEqual(['Page 4', 'Page 3', 'Page 2', 'Page 1', 'Page 0']);
    expect(second.next).toBeNull();
    const count = async (query: string): Promise<number> => (await list(query)).body.entries.length;
    expect(await count('?event=things.m&search=Page')).toBe(5);
    expect(await count('?event=th_ngs')).toBe(0);
    expect(await count('?actor=usr_ada&search=Page')).toBe(5);
    expect(await count('?actor=usr_ben')).toBe(0);
    expect(await count('?from=2100-01-01T00:00:00Z')).toBe(0);
    expect(await count('?to=2000-01-01T00:00:00Z')).toBe(0);
  });

  it.each(['limit=0', 'limit=201', 'cursor=x', 'from=yesterday'])('refuses %s', async (query) => {
    expect((await list(`?${query}`)).body.code).toBe('invalid_input');
  });

  it('leaves as lines of JSON', async () => {
    const response = await platform.request('/api/audit/export?search=Page', { cookie: 'person=ada' });
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/,
    );
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).summary)).toContain('Made: Page 4');
    expect(lines).toHaveLength(5);
    const refused = await platform.request('/api/audit/export?from=yesterday', { cookie: 'person=ada' });
    expect(refused.status).toBe(400);
  });
});

describe('what is never written', () => {
  it('is found at every depth, by the names of fields', () => {
    expect(withoutSecrets({ a: [{ apiToken: 'x', tokens: 3 }], newPassword: 'x', name: 'secret garden' })).toEqual({
      a: [{ apiToken: '[left out]', tokens: 3 }],
      newPassword: '[left out]',
      name: 'secret garden',
    });
  });
});

describe('a summary', () => {
  it.each([
    ['projects.visibility_changed', { name: 'Weather' }, 'Visibility changed: Weather'],
    ['accounts.signed_in', {}, 'Signed in'],
  ])('of %s reads like a sentence', (name, payload, expected) => {
    expect(summarize(name, payload)).toBe(expected);
  });
});
