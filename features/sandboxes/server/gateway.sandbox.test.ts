import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { actorHeader, encodeFrame, formatActor, decodeFrame } from '@e-code/host/contract';
import { cookieOf, person } from './testing/people.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
let projectId: string;
beforeAll(async () => {
  platform = await startSandboxPlatform();
  projectId = await platform.createProject();
});
afterAll(() => platform.stop());

const bytes = { 'content-type': 'application/octet-stream' };

it('starts the project for the first request, writes a file and reads it back', async () => {
  const written = await platform.host('ada', projectId, '/files/content?path=index.js', {
    method: 'PUT',
    headers: { 'if-none-match': '*', ...bytes },
    body: 'console.log(1)',
  });
  const { hash, ...rest } = (await written.json()) as Record<string, unknown>;
  expect(rest).toMatchObject({ path: 'index.js', size: 14 });
  const read = await platform.host('vera', projectId, '/files/content?path=index.js');
  expect(await read.text()).toBe('console.log(1)');
  expect(read.headers.get('etag')).toBe(`"${String(hash)}"`);
  const session = await platform.request(`/api/projects/${projectId}/session`, { cookie: cookieOf('vera') });
  expect(await session.json()).toMatchObject({
    state: { status: 'running' },
    usage: { processes: expect.any(Number) },
    disk: { enforced: true },
    limits: { processes: 256 },
  });
});

it('carries conditions and parts: nothing is overwritten, ranges are answered', async () => {
  const stale = await platform.host('ed', projectId, '/files/content?path=index.js', {
    method: 'PUT',
    headers: { 'if-match': `"${'0'.repeat(64)}"`, ...bytes },
    body: 'lost?',
  });
  expect(stale.status).toBe(412);
  expect(await stale.json()).toMatchObject({ code: 'file_changed' });
  const part = await platform.host('ed', projectId, '/files/content?path=index.js', {
    headers: { range: 'bytes=8-10' },
  });
  expect({ status: part.status, text: await part.text() }).toEqual({ status: 206, text: 'log' });
  const head = await platform.host('ed', projectId, '/files/content?path=index.js', { method: 'HEAD' });
  expect(head.headers.get('content-length')).toBe('14');
});

it('streams what is larger than memory should hold', async () => {
  const size = 24 * 1024 * 1024;
  const sent = await platform.host('ed', projectId, `/files/upload?path=big.bin&upload=upload-0001&size=${size}`, {
    method: 'POST',
    headers: bytes,
    body: Buffer.alloc(size, 7),
  });
  expect(await sent.json()).toMatchObject({ complete: true });
  const read = await platform.host('vera', projectId, '/files/content?path=big.bin');
  expect((await read.arrayBuffer()).byteLength).toBe(size);
});

type Asked = RequestInit & { json?: unknown };
it.each<[says: string, name: string, path: string, init: Asked & { status: number }]>([
  ['a viewer reads', 'vera', '/files/list', { status: 200 }],
  ['a viewer searches', 'vera', '/search', { method: 'POST', json: { query: 'log' }, status: 200 }],
  ['a viewer does not write', 'vera', '/files/directory', { method: 'POST', json: { path: 'x' }, status: 403 }],
  ['a viewer does not run', 'vera', '/run/start', { method: 'POST', json: {}, status: 403 }],
  ['a runner does not write', 'rita', '/files/directory', { method: 'POST', json: { path: 'x' }, status: 403 }],
  ['a runner runs', 'rita', '/run/start', { method: 'POST', json: { command: 'true' }, status: 200 }],
  ['an editor writes', 'ed', '/files/directory', { method: 'POST', json: { path: 'made' }, status: 200 }],
  ['a stranger finds nothing', 'mallory', '/files/list', { status: 404 }],
  ['an address that the host has not is not asked for', 'ada', '/secrets', { status: 404 }],
  ['nor another spelling of one', 'ada', '//files/list', { status: 404 }],
  ['nor another method', 'ada', '/files/list', { method: 'POST', json: {}, status: 404 }],
])('%s', async (_says, name, path, { status, ...init }) => {
  expect((await platform.host(name, projectId, path, init)).status).toBe(status);
});

it('asks visitors to sign in, and refuses requests of other sites', async () => {
  const path = `/api/projects/${projectId}/host/files/list`;
  expect((await platform.request(path)).status).toBe(401);
  const foreign = await platform.request(`/api/projects/${projectId}/host/run/start`, {
    method: 'POST',
    json: { command: 'true' },
    headers: { origin: 'http://evil.example' },
    cookie: cookieOf('ada'),
  });
  expect(foreign.status).toBe(403);
});

it('is not the only one that checks: the host refuses a viewer as well', async () => {
  const { pools } = await platform.feature.sessions.wake(projectId, person('vera'));
  const answer = await pools.host.request({
    origin: 'http://sandbox',
    method: 'POST',
    path: '/files/directory',
    headers: { [actorHeader]: formatActor({ id: 'vera', name: 'vera', capabilities: ['read'] }) },
    body: '{"path":"y"}',
  });
  expect(answer.statusCode).toBe(403);
  expect(await answer.body.json()).toMatchObject({ code: 'capability_missing' });
});

it('says itself who acts, whatever the browser claims', async () => {
  await platform.host('rita', projectId, '/run/start', {
    method: 'POST',
    json: { command: 'true' },
    headers: { [actorHeader]: formatActor({ id: 'usr_ada', name: 'ada', capabilities: ['read', 'write', 'run'] }) },
  });
  const state = (await (await platform.host('vera', projectId, '/run')).json()) as { startedBy: string };
  expect(state.startedBy).toBe('rita');
});

it('never lets a file become a document of the product', async () => {
  await platform.writeFile(projectId, 'page.html', '<script>alert(1)</script>');
  await platform.writeFile(projectId, 'image.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  const page = await platform.host('vera', projectId, '/files/content?path=page.html');
  expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const image = await platform.host('vera', projectId, '/files/content?path=image.svg');
  expect(image.headers.get('content-type')).toBe('image/svg+xml');
  for (const { headers } of [page, image]) {
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  }
  const archive = await platform.host('vera', projectId, '/files/archive');
  expect(archive.headers.get('content-disposition')).toMatch(/^attachment; filename/);
});

it('joins a page with a terminal', async () => {
  const page = await connect('rita');
  page.send({ type: 'terminal.open', request: 1, columns: 80, rows: 24 });
  const opened = await page.next((message) => message['type'] === 'terminal.attached');
  const terminal = (opened['terminal'] as { id: number }).id;
  page.socket.send(encodeFrame({ kind: 'input', terminal, payload: new TextEncoder().encode('echo $((6*7))\r') }));
  await vi.waitFor(() => expect(page.output()).toContain('42\r\n'), { timeout: 5_000 });
  page.socket.close();
});

it('gives a viewer the news of the project but no terminal', async () => {
  const page = await connect('vera');
  expect(await page.next((message) => message['type'] === 'welcome')).toMatchObject({ type: 'welcome' });
  page.send({ type: 'terminal.open', request: 1, columns: 80, rows: 24 });
  const answer = await page.next((message) => message['type'] === 'error');
  expect(answer).toMatchObject({ error: { code: 'capability_missing' } });
  page.socket.close();
});

it.each<[says: string, code: number, end: () => number]>([
  ['its session ended', 4401, () => platform.kernel.connections.endSession('session-ed', 'You signed out')],
  ['it lost the project', 4404, () => changeRole(undefined)],
  ['its role changed, after which it may come back', 4001, () => changeRole('viewer')],
  ['E-Code stops', 1001, () => platform.kernel.connections.endAll('E-Code is stopping')],
])('tells the page with a code when %s, and takes nothing of it any more', async (_says, code, end) => {
  const page = await connect('ed');
  await page.next((message) => message['type'] === 'welcome');
  const closed = new Promise((resolve) => page.socket.once('close', (seen, reason) => resolve([seen, String(reason)])));
  page.send({ type: 'terminal.open', request: 1, columns: 80, rows: 24 });
  const opened = await page.next((message) => message['type'] === 'terminal.attached');
  const terminal = (opened['terminal'] as { id: number }).id;
  expect(end()).toBeGreaterThan(0);
  const command = new TextEncoder().encode('echo late > late.txt\r');
  page.socket.send(encodeFrame({ kind: 'input', terminal, payload: command }));
  expect(await closed).toEqual([code, expect.stringMatching(/\w+/)]);
  await vi.waitFor(async () => {
    const health = await platform.host('ada', projectId, '/health');
    expect(await health.json()).toMatchObject({ activity: { sockets: 0 } });
  });
  const written = await platform.host('ada', projectId, '/files/content?path=late.txt');
  expect(written.status).toBe(404);
  platform.projects.roles.get(projectId)?.set('usr_ed', 'editor');
});

function changeRole(role: 'viewer' | undefined): number {
  if (role === undefined) platform.projects.roles.get(projectId)?.delete('usr_ed');
  else platform.projects.roles.get(projectId)?.set('usr_ed', role);
  return platform.kernel.connections.endSubject(projectId, 'Your role changed', 'usr_ed');
}

it('refuses sockets of strangers, visitors and other origins', async () => {
  const url = `${platform.origin.replace('http', 'ws')}/api/projects/${projectId}/socket`;
  const attempt = (name: string | undefined, origin: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const headers: Record<string, string> = name === undefined ? {} : { cookie: cookieOf(name) };
      const socket = new WebSocket(url, { origin, headers });
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.once('open', () => resolve(101)).once('error', () => undefined);
    });
  expect(await attempt('mallory', platform.origin)).toBe(404);
  expect(await attempt(undefined, platform.origin)).toBe(401);
  expect(await attempt('ada', 'http://evil.example')).toBe(403);
  expect(await attempt('ada', 'null')).toBe(403);
  expect(await attempt('ada', `http://3000-${projectId.replace('_', '-')}.apps.localhost`)).toBe(403);
});

it('reports to operators what runs, and to nobody else', async () => {
  const ask = (name: string): Promise<Response> =>
    platform.request('/api/installation/sandboxes', { cookie: cookieOf(name) });
  expect(await (await ask('operator')).json()).toMatchObject({
    driver: 'oci',
    sessions: [{ projectId, name: 'Test', state: { status: 'running' } }],
  });
  expect((await ask('ada')).status).toBe(404);
});

interface Page {
  readonly socket: WebSocket;
  send(message: object): void;
  next(fits: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  /** All that the terminal wrote. */
  output(): string;
}

async function connect(name: string): Promise<Page> {
  const url = `${platform.origin.replace('http', 'ws')}/api/projects/${projectId}/socket`;
  const socket = new WebSocket(url, { origin: platform.origin, headers: { cookie: cookieOf(name) } });
  const messages: Record<string, unknown>[] = [];
  let output = '';
  socket.on('message', (data: Buffer, binary: boolean) => {
    if (binary) output += Buffer.from(decodeFrame(data)?.payload ?? []).toString();
    else messages.push(JSON.parse(String(data)) as Record<string, unknown>);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    send: (message) => socket.send(JSON.stringify(message)),
    output: () => output,
    next: (fits) =>
      vi.waitFor(() => {
        const found = messages.find(fits);
        if (found === undefined) throw new Error(`Not among ${JSON.stringify(messages)}`);
        return found;
      }),
  };
}
