import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerFeature } from '@e-code/kernel/server';
import { identityFeature, startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createPostgresKv } from '@e-code/port-kv/drivers';
import type { KvPort } from '@e-code/port-kv';
import type { Role } from '@e-code/projects/contract';
import { createKeyValue } from './feature.ts';

const projectId = `prj_${'1'.repeat(20)}`;
const facts: { name: string; payload: unknown }[] = [];

const listener: ServerFeature = {
  name: 'listener',
  access: {},
  subscriptions: [
    { name: 'listener.hear', event: '*', handle: ({ name, payload }) => void facts.push({ name, payload }) },
  ],
};

let platform: TestPlatform;
let kv: KvPort;
beforeAll(async () => {
  platform = await startTestPlatform((kernel) => {
    kv = createPostgresKv({ pool: () => kernel.database.pool });
    return [
      // By the cookie also what they are in the project.
      identityFeature(),
      listener,
      createKeyValue(kernel, {
        kv,
        settings: { keys: 5_000, megabytes: 50, valueMegabytes: 5 },
        projects: { roleOf: async (_sql, _project, person) => (person === 'nobody' ? undefined : (person as Role)) },
      }),
    ];
  });
});
afterAll(() => platform.stop());

interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers freely
  readonly body: any;
}

async function ask(method: string, path: string, json?: unknown, person = 'editor'): Promise<Answer> {
  const address = `/api/projects/${projectId}/key-value${path}`;
  const answer = await platform.request(address, {
    method,
    cookie: `person=${person}`,
    ...(json !== undefined && { json }),
  });
  return { status: answer.status, body: await answer.json() };
}

const text = (key: string, value: string, more = {}) => ({ key, value: { text: value }, ...more });

it('sets, reads and lists what programs will find', async () => {
  const set = await ask('PUT', '/entries', { entries: [text('user/ada', '{"born":1815}'), text('user/ben', '2')] });
  expect(set).toMatchObject({ status: 200, body: { revisions: [expect.any(Number), expect.any(Number)] } });
  const list = await ask('GET', '?prefix=user/&limit=1');
  expect(list.body).toMatchObject({
    keys: [{ key: 'user/ada', bytes: 13, expiresAt: null }],
    more: true,
    usage: { keys: 2, mostKeys: 5_000, mostBytes: 50 * 1024 * 1024 },
  });
  expect((await ask('GET', '?prefix=user/&after=user/ada')).body.keys).toMatchObject([{ key: 'user/ben' }]);
  expect((await ask('GET', '/entry?key=user/ada')).body.value).toEqual({ text: '{"born":1815}' });
  expect(await ask('GET', '/entry?key=never')).toMatchObject({ status: 404, body: { code: 'key_unknown' } });
});

it('shows bytes that are no text as bytes', async () => {
  await ask('PUT', '/entries', {
    entries: [{ key: 'bytes', value: { base64: Buffer.from([255, 0]).toString('base64') } }],
  });
  expect((await ask('GET', '/entry?key=bytes')).body.value).toEqual({ base64: '/wA=' });
});

it('does not write over what a program changed meanwhile', async () => {
  const { body } = await ask('PUT', '/entries', { entries: [text('shared', 'old', { revision: null })] });
  const [revision] = body.revisions;
  await ask('PUT', '/entries', { entries: [text('shared', 'of the program')] });
  const late = await ask('PUT', '/entries', { entries: [text('shared', 'of the person', { revision })] });
  expect(late).toMatchObject({ status: 412, body: { code: 'key_changed' } });
  expect((await ask('GET', '/entry?key=shared')).body.value.text).toBe('of the program');
});

it('brings back what was deleted, once, and leaves what was set since', async () => {
  const keys = Array.from({ length: 300 }, (_, index) => `bulk/${index}`);
  await ask('PUT', '/entries', { entries: keys.map((key) => text(key, key)) });
  const { body: gone } = await ask('POST', '/removals', { keys: [...keys, 'never'] });
  expect(gone.removed).toBe(300);
  expect((await ask('GET', '?prefix=bulk/')).body.keys).toEqual([]);
  await ask('PUT', '/entries', { entries: [text('bulk/7', 'newer')] });
  expect((await ask('POST', `/removals/${gone.removalId}/restore`)).body).toEqual({ restored: 299, kept: 1 });
  expect((await ask('GET', '/entry?key=bulk/7')).body.value.text).toBe('newer');
  expect((await ask('GET', '/entry?key=bulk/8')).body.value.text).toBe('bulk/8');
  expect(await ask('POST', `/removals/${gone.removalId}/restore`)).toMatchObject({ status: 404 });
});

it('exports all of it page by page', async () => {
  const value = Buffer.alloc(1_500_000, 'x');
  // Larger than what the API takes at once: a program set them.
  const writes = ['1', '2', '3', '4'].map((name) => ({
    kind: 'set' as const,
    key: `large/${name}`,
    value,
    expiresAt: null,
  }));
  await kv.change(`${projectId}/development`, { checks: [], writes }, { keys: 5_000, bytes: 50_000_000 });
  const first = await ask('GET', '/entries?prefix=large/');
  expect(first.body).toMatchObject({ entries: [{ key: 'large/1' }, { key: 'large/2' }], more: true });
  const second = await ask('GET', '/entries?prefix=large/&after=large/2');
  expect(second.body).toMatchObject({ entries: [{ key: 'large/3' }, { key: 'large/4' }], more: false });
});

it('lets readers of files see no data, runners read, and editors change', async () => {
  const change = { entries: [text('a', 'b')] };
  expect((await ask('GET', '', undefined, 'viewer')).status).toBe(403);
  expect((await ask('GET', '', undefined, 'nobody')).status).toBe(404);
  expect((await ask('GET', '', undefined, 'runner')).status).toBe(200);
  expect((await ask('PUT', '/entries', change, 'runner')).status).toBe(403);
  expect((await ask('PUT', '/entries', change, 'owner')).status).toBe(200);
});

it('records what people did, without keys and values', async () => {
  await platform.platform.relay.settled();
  facts.length = 0;
  await ask('PUT', '/entries', { entries: [text('card', '4111 1111')] });
  await ask('POST', '/removals', { keys: ['card'] });
  await platform.platform.relay.settled();
  expect(facts.map(({ name }) => name)).toEqual(['key_value.set', 'key_value.removed']);
  expect(JSON.stringify(facts)).not.toMatch(/card|4111/);
});
