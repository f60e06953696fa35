import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEmit, makeId, subscription, systemActor } from '@e-code/kernel/server';
import type { ServerFeature } from '@e-code/kernel/server';
import { identityFeature, startTestPlatform } from '@e-code/kernel/server/testing';
import type { TestPlatform } from '@e-code/kernel/server/testing';
import { createPostgresKv } from '@e-code/port-kv/drivers';
import { environmentChanged, projectDeleted } from '@e-code/projects/contract';
import type { Sandbox, SandboxPort } from '@e-code/port-sandbox';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';
import { createKeyValue } from './feature.ts';
import type { KeyValueFeature } from './feature.ts';

/** Programs in real sandboxes with the clients as they come from npm. */
const NODE = '/opt/node/node';
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const MEBIBYTE = 1024 * 1024;

let directory: string;
let sandboxes: SandboxPort;
let platform: TestPlatform;
let feature: KeyValueFeature;
const projectId = makeId('prj');
const neighbourId = makeId('prj');
/** Projects whose programs were to be told something new. */
const told: string[] = [];
const listener: ServerFeature = {
  name: 'listener',
  access: {},
  subscriptions: [
    subscription('listener.hear', environmentChanged, ({ payload }) => void told.push(payload.projectId)),
  ],
};
/** Milliseconds that the clock of the platform is ahead. */
let ahead = 0;
let sandbox: Sandbox;
let neighbour: Sandbox;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-value-test-'));
  await chmod(directory, 0o711);
  sandboxes = createOciSandboxPort({
    dataDirectory: join(directory, 'data'),
    stateDirectory: join(directory, 'state'),
  });
  platform = await startTestPlatform(
    (kernel) => {
      feature = createKeyValue(kernel, {
        kv: createPostgresKv({ pool: () => kernel.database.pool }),
        settings: { keys: 1_000, megabytes: 40, valueMegabytes: 5 },
        projects: { roleOf: async () => 'owner' },
      });
      return [identityFeature(), listener, feature];
    },
    {
      clock: { now: () => new Date(Date.now() + ahead) },
      offerService: (spec, accept) =>
        sandboxes.offer(spec, (connection, id) => accept(connection, id.replace('-', '_'))),
    },
  );
  [sandbox, neighbour] = await Promise.all([start(projectId, 1), start(neighbourId, 2)]);
});
afterAll(async () => {
  await Promise.all([sandbox, neighbour].map((one) => one.stop({ graceMs: 0 })));
  await platform.stop();
  await sandboxes.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(id: string, ordinal: number): Promise<Sandbox> {
  const name = id.replace('_', '-');
  await sandboxes.volumes.create({ id: name, ordinal, bytes: 64 * MEBIBYTE });
  return sandboxes.start({
    id: name,
    volume: name,
    command: ['sleep', 'infinity'],
    limits: { cpus: 1, memoryBytes: 512 * MEBIBYTE, pids: 64 },
    network: 'egress',
    mounts: [
      { source: dirname(process.execPath), destination: '/opt/node' },
      { source: modules, destination: '/opt/tests/node_modules' },
    ],
  });
}

/** Runs a program in the sandbox and reads the JSON that it prints. */
async function run(program: string, options: { in?: Sandbox; as?: string; url?: string } = {}): Promise<unknown> {
  const environment =
    options.url === undefined ? await feature.environmentOf(options.as ?? projectId) : { REPLIT_DB_URL: options.url };
  const script = `(async () => {${program}})().then((value) => { console.log(JSON.stringify(value ?? null)); process.exit(); }, (error) => { console.error(error); process.exit(1); })`;
  const { stdout, stderr, code } = await (options.in ?? sandbox).exec({ command: [NODE, '-e', script], environment });
  if (code !== 0) throw new Error(String(stderr));
  return JSON.parse(String(stdout));
}

const V3 = `const Client = require('/opt/tests/node_modules/@replit/database'); const client = new Client();`;
const V2 = `const Client = require('/opt/tests/node_modules/replit-database-2'); const client = new Client(process.env.REPLIT_DB_URL);`;

it('serves version 3 of the client as it is', async () => {
  expect(
    await run(`${V3}
      await client.set('user/ada lovelace?', { born: 1815, tags: ['ü', '\\n', '+'] });
      await client.setMultiple({ one: 1, two: null });
      const before = await client.getAll();
      const gone = [await client.delete('one'), await client.delete('one')].map(({ ok }) => ok);
      return { before, gone, absent: await client.get('never'), list: await client.list('user/'), raw: await client.get('two', { raw: true }) };`),
  ).toEqual({
    before: { ok: true, value: { 'user/ada lovelace?': { born: 1815, tags: ['ü', '\n', '+'] }, one: 1, two: null } },
    gone: [true, false],
    absent: { ok: false, error: { message: '', statusCode: 404 } },
    list: { ok: true, value: ['user/ada lovelace?'] },
    raw: { ok: true, value: 'null' },
  });
  expect(await run(`${V3} await client.empty(); return client.list();`)).toEqual({ ok: true, value: [] });
});

it('serves version 2 of the client, which sends keys as they are', async () => {
  expect(
    await run(`${V2}
      for (const key of ['plain', 'with space', 'a/b/c', 'what?now=1', '100%', 'ключ']) await client.set(key, key);
      const values = {};
      for (const key of await client.list()) values[key] = await client.get(key);
      await client.delete('a/b/c');
      const left = await client.list();
      await client.empty();
      return { values, left, absent: await client.get('never'), all: await client.getAll() };`),
  ).toEqual({
    values: {
      plain: 'plain',
      'with space': 'with space',
      'a/b/c': 'a/b/c',
      'what?now=1': 'what?now=1',
      '100%': '100%',
      ключ: 'ключ',
    },
    left: ['100%', 'plain', 'what?now=1', 'with space', 'ключ'],
    absent: null,
    all: {},
  });
});

it('speaks the protocol as the Python client does: blanks as plus, slashes as they are, several keys at once', async () => {
  const program = `
import os, json, urllib.parse, urllib.request, urllib.error
url = os.environ['REPLIT_DB_URL']
def ask(method, address, data=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=data, method=method)) as answer:
            return [answer.status, answer.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]
form = urllib.parse.urlencode({'a b/c': '"x y"', 'plus+': '1+1'}).encode()
print(json.dumps([
  ask('POST', url, form),
  ask('GET', url + '/' + urllib.parse.quote('a b/c')),
  ask('GET', url + '/' + urllib.parse.quote('plus+')),
  ask('GET', url + '?' + urllib.parse.urlencode({'prefix': 'a ', 'encode': 'true'})),
  ask('GET', url + '?prefix=a%20'),
  ask('DELETE', url + '/' + urllib.parse.quote('a b/c')),
  ask('DELETE', url + '/' + urllib.parse.quote('a b/c')),
  ask('GET', url + '/'),
]))`;
  const environment = await feature.environmentOf(projectId);
  const { stdout, stderr } = await sandbox.exec({ command: ['python3', '-c', program], environment });
  expect(String(stderr)).toBe('');
  expect(JSON.parse(String(stdout))).toEqual([
    [200, ''],
    [200, '"x y"'],
    [200, '1+1'],
    [200, 'a%20b%2Fc'],
    [200, 'a b/c'],
    [204, ''],
    [404, ''],
    [404, ''],
  ]);
  await run(`${V3} await client.empty();`);
});

it('does more at the same addresses: conditions, counters, expiry, changes of several keys, pages', async () => {
  const answer = await run(`
    const url = process.env.REPLIT_DB_URL;
    const put = (key, body, headers = {}) => fetch(url + '/' + key, { method: 'PUT', body, headers }).then((a) => [a.status, a.headers.get('etag')]);
    const post = async (body) => { const a = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }); return [a.status, await a.text()]; };
    const made = await put('key', 'one', { 'if-none-match': '*' });
    const again = await put('key', 'two', { 'if-none-match': '*' });
    const swapped = await put('key', 'three', { 'if-match': made[1] });
    const late = await put('key', 'four', { 'if-match': made[1] });
    const counted = await Promise.all(Array.from({ length: 50 }, () => post({ writes: [{ increment: 'n', by: 2 }] })));
    const both = await post({ checks: [{ key: 'n', revision: null }], writes: [{ set: 'x', value: { text: 'y' } }] });
    await put('brief', 'x', { 'expires-in': '0.05' });
    while ((await fetch(url + '/brief')).status === 200);
    const pages = await (await fetch(url + '?values=true&limit=1')).json();
    return { made: made[0], again: again[0], swapped: swapped[0], late: late[0], counted: new Set(counted.map(([, text]) => JSON.parse(text).written[0].number)).size,
      both: both[0], keys: await (await fetch(url)).text(), page: pages.entries[0].value.text, cursor: pages.cursor, n: await (await fetch(url + '/n')).text(), bad: await post({ writes: 1 }) };`);
  expect(answer).toMatchObject({
    made: 201,
    again: 412,
    swapped: 200,
    late: 412,
    counted: 50,
    both: 412,
    keys: 'key\nn',
  });
  expect(answer).toMatchObject({
    page: 'three',
    cursor: 'key',
    n: '100',
    bad: [400, expect.stringContaining('could not be understood')],
  });
});

it('tells whoever watches', async () => {
  const events = await run(`${V3}
    const stream = (await fetch(process.env.REPLIT_DB_URL + '?watch=true&prefix=w/')).body.pipeThrough(new TextDecoderStream()).getReader();
    let text = (await stream.read()).value;
    await client.set('other', 1); await client.set('w/a', 1); await client.delete('w/a'); await client.delete('w/never'); await client.set('w/end', 1);
    while (!text.includes('w/end')) text += (await stream.read()).value;
    return text.split('\\n').filter((line) => line.startsWith('event') || line.startsWith('data')).map((line) => line.replace(/"revision":\\d+/, '"revision":0'));`);
  expect(events).toEqual([
    'event: set',
    'data: {"key":"w/a","revision":0,"existed":false}',
    'event: delete',
    'data: {"key":"w/a","revision":null,"existed":true}',
    'event: set',
    'data: {"key":"w/end","revision":0,"existed":false}',
  ]);
});

it('answers a limit with its numbers, and nothing is written', async () => {
  const answer = await run(`
    const url = process.env.REPLIT_DB_URL;
    const put = async (key, bytes) => { const a = await fetch(url + '/' + key, { method: 'PUT', body: new Uint8Array(bytes) }); return [a.status, await a.text()]; };
    const long = await put('k'.repeat(1001), 1);
    const large = await put('large', 5 * 1024 * 1024 + 1);
    const full = []; for (let i = 0; i < 9; i++) full.push((await put('fill/' + i, 5 * 1024 * 1024))[0]);
    const said = (await put('fill/more', 5 * 1024 * 1024))[1];
    await Promise.all((await (await fetch(url + '?prefix=fill/')).text()).split('\\n').map((key) => fetch(url + '/' + key, { method: 'DELETE' })));
    return { long, large, full, said };`);
  expect(answer).toMatchObject({
    long: [413, expect.stringContaining('1001 bytes. Keys may have 1000')],
    large: [413, expect.stringContaining('5242880 bytes')],
    full: [201, 201, 201, 201, 201, 201, 201, 413, 413],
    said: expect.stringContaining('41943040 bytes'),
  });
});

it('is of no use in another project: the address answers there as one that nobody has', async () => {
  const { REPLIT_DB_URL: url = '' } = await feature.environmentOf(projectId);
  await run(`${V3} await client.set('secret', 'of the first');`);
  const ask = `const a = await fetch(process.env.REPLIT_DB_URL + '/secret'); return [a.status, await a.text(), a.headers.get('x-ecode-error')];`;
  expect(await run(ask, { in: neighbour, url })).toEqual([404, '', 'store_unknown']);
  expect(await run(ask, { in: neighbour, url: url.replace(/[^/]*$/, 'x'.repeat(32)) })).toEqual([
    404,
    '',
    'store_unknown',
  ]);
  expect(await run(ask, { in: neighbour, as: neighbourId })).toEqual([404, '', null]);
  expect(await run(ask, { url })).toEqual([200, '"of the first"', null]);
});

it('renews addresses that are old, tells the programs, and lets the former ones work for a while', async () => {
  const before = (await feature.environmentOf(projectId))['REPLIT_DB_URL'] ?? '';
  ahead = 21 * 3_600_000;
  const renew = feature.jobs?.find(({ name }) => name === 'key_value.tend');
  await renew?.run({}, { actor: systemActor('test'), signal: new AbortController().signal });
  const after = (await feature.environmentOf(projectId))['REPLIT_DB_URL'] ?? '';
  expect(after).not.toBe(before);
  await platform.platform.relay.settled();
  expect(told).toContain(projectId);
  const read = `return (await fetch(process.env.REPLIT_DB_URL + '/secret')).status;`;
  expect(await run(read, { url: before })).toBe(200);
  expect(await run(read, { url: after })).toBe(200);
  ahead += 25 * 3_600_000;
  expect(await run(read, { url: before })).toBe(404);
  expect(await run(read, { url: after })).toBe(200);
});

it('shows no token to whoever reads the database', async () => {
  const token = (await feature.environmentOf(projectId))['REPLIT_DB_URL']?.split('/').at(-1) ?? '';
  const { rows } = await platform.kernel.database.pool.query('SELECT * FROM key_value.addresses');
  const seen = JSON.stringify(rows.map((row) => ({ ...row, sealed: row.token_sealed.toString('latin1') })));
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(seen).not.toContain(token);
});

it('goes with its project', async () => {
  const { kernel } = platform;
  const { REPLIT_DB_URL: url = '' } = await feature.environmentOf(neighbourId);
  await run(`await fetch(process.env.REPLIT_DB_URL + '/a', { method: 'PUT', body: 'x' });`, { in: neighbour, url });
  await kernel.database.transaction((sql) =>
    createEmit(
      sql,
      systemActor('test'),
      () => new Date(),
    )(projectDeleted, {
      projectId: neighbourId,
      name: 'Test',
      ownerId: makeId('usr'),
    }),
  );
  await platform.platform.relay.settled();
  expect(await run(`return (await fetch(process.env.REPLIT_DB_URL + '/a')).status;`, { in: neighbour, url })).toBe(404);
  const { rows } = await kernel.database.pool.query('SELECT 1 FROM kv.spaces WHERE id LIKE $1', [`${neighbourId}%`]);
  expect(rows).toEqual([]);
});
