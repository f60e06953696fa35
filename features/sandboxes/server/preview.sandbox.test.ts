import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { answers, openPreview, PreviewClient, requestTicket } from './testing/preview-client.ts';
import { cookieOf, person } from './testing/people.ts';
import { sampleApp } from './testing/sample-app.ts';
import { startSandboxPlatform } from './testing/sandbox-platform.ts';
import type { SandboxPlatform } from './testing/sandbox-platform.ts';

let platform: SandboxPlatform;
let projectId: string;
let preview: PreviewClient;

beforeAll(async () => {
  platform = await startSandboxPlatform();
  projectId = await platform.createProject();
  await platform.writeFile(projectId, 'server.cjs', sampleApp);
  await platform.run(projectId, 'node server.cjs');
  preview = await openPreview(platform, 'ada', projectId);
  await answers(preview);
});
afterAll(() => platform.stop());

it('shows what the program answers, under a policy that lets only the product frame it', async () => {
  const { status, text, headers } = await preview.ask('/');
  expect({ status, text }).toEqual({ status: 200, text: '<h1>Hello from the sandbox</h1>' });
  expect(headers['content-security-policy']).toBe(
    `frame-ancestors 'self' ${platform.origin} ${platform.origin.replace('localhost', '127.0.0.1')}`,
  );
  expect((await preview.ask('/', { method: 'HEAD' })).status).toBe(200);
  expect((await preview.ask('/nowhere')).text).toBe('no such page');
});

it('tells the program who asked and where, and hides its own cookie', async () => {
  const { text } = await preview.ask('/headers?a=b%20c', {
    headers: {
      cookie: `theme=dark; ${preview.cookie ?? ''}; lang=en`,
      'x-forwarded-for': '6.6.6.6',
      'x-ecode-actor': '{"id":"evil"}',
      connection: 'keep-alive, x-secret',
      'x-secret': '1',
    },
  });
  const { url, headers } = JSON.parse(text) as { url: string; headers: Record<string, string> };
  expect(url).toBe('/headers?a=b%20c');
  expect(headers['cookie']).toBe('theme=dark; lang=en');
  expect(headers).toMatchObject({ host: preview.host, 'x-forwarded-host': preview.host, 'x-forwarded-proto': 'http' });
  expect(headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
  expect(headers['x-ecode-actor']).toBeUndefined();
  expect(headers['x-secret']).toBeUndefined();
});

it('carries bodies both ways, of known and of unknown length', async () => {
  expect((await preview.ask('/echo', { method: 'POST', body: 'ping' })).text).toBe('ping');
  const pieces = Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(256 * 1024, 1)));
  expect((await preview.ask('/count', { method: 'POST', body: pieces })).text).toBe(String(16 * 1024 * 1024));
});

it('does not read an answer faster than the browser does', async () => {
  const answer = await preview.open('/large');
  // The program is slow only because nobody reads: meanwhile another exchange moves a quarter as much.
  expect((await preview.ask('/count', { method: 'POST', body: Buffer.alloc(16 * 1024 * 1024) })).status).toBe(200);
  expect(Number((await preview.ask('/sent')).text)).toBeLessThan(32);
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) bytes += piece.length;
  expect(bytes).toBe(64 * 1024 * 1024);
});

it('passes server-sent events on at once, and tells the program when the browser leaves', async () => {
  const before = Number((await preview.ask('/closed')).text);
  const events = await preview.open('/events', { headers: { accept: 'text/event-stream' } });
  const first = await new Promise<string>((resolve) => events.once('data', (data: Buffer) => resolve(data.toString())));
  expect(first).toContain('data: one');
  events.destroy();
  await vi.waitFor(async () => expect(Number((await preview.ask('/closed')).text)).toBe(before + 1));
});

it('passes WebSockets through, for this project and the product alone', async () => {
  const socket = connect(preview, { origin: `http://${preview.host}` });
  const answer = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('hello');
  expect(await answer).toBe('hello');
  socket.close();
  const foreign = `http://3000-prj-${'0'.repeat(20)}.apps.localhost:${preview.port}`;
  for (const origin of [foreign, 'null', 'http://evil.example']) {
    expect(await refusal(connect(preview, { origin })), origin).toBe(403);
  }
  const visitor = new PreviewClient(`http://${preview.host}`);
  expect(await refusal(connect(visitor, { origin: `http://${preview.host}` }))).toBe(401);
});

it('keeps a program from harming other addresses', async () => {
  const { headers } = await preview.ask('/hostile');
  expect(headers['set-cookie']).toEqual([
    'a=1; Path=/; SameSite=None; Secure; Partitioned',
    'b=2; SameSite=None; Secure; Partitioned',
  ]);
  for (const name of ['strict-transport-security', 'clear-site-data', 'x-frame-options', 'x-ecode-actor']) {
    expect(headers[name], name).toBeUndefined();
  }
  expect(headers['content-security-policy']).toMatch(/^default-src 'self', frame-ancestors 'self' http/);
});

it('keeps pages of other projects out, whether the browser names their origin or not', async () => {
  const other = `http://3000-prj-${'0'.repeat(20)}.apps.localhost:${preview.port}`;
  const sibling = `http://5173-${projectId.replace('_', '-')}.apps.localhost:${preview.port}`;
  const ask = async (headers: Record<string, string>): Promise<number> => (await preview.ask('/', { headers })).status;
  expect(await ask({ origin: other })).toBe(403);
  expect(await ask({ 'sec-fetch-site': 'same-site', referer: `${other}/` })).toBe(403);
  expect(await ask({ 'sec-fetch-site': 'same-site' })).toBe(403);
  expect(await ask({ origin: sibling })).toBe(200);
  expect(await ask({ 'sec-fetch-site': 'same-site', referer: `${sibling}/` })).toBe(200);
  expect(await ask({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' })).toBe(200);
});

it('opens with a ticket once, and sets a cookie that no other host gets', async () => {
  const { url, address } = await requestTicket(platform, 'vera', projectId);
  expect(address).toBe(`http://${preview.host}/`);
  const browser = new PreviewClient(url);
  const opened = await browser.redeem(url);
  expect(opened).toMatchObject({ status: 303, headers: { location: '/', 'referrer-policy': 'no-referrer' } });
  expect(opened.headers['set-cookie']?.[0]).toMatch(
    /^__Host-ecode-preview=[\w-]{43}; Path=\/; HttpOnly; SameSite=None; Secure; Partitioned$/,
  );
  expect((await browser.ask('/')).status).toBe(200);
  const again = await new PreviewClient(url).redeem(url);
  expect(again.status).toBe(401);
  expect(again.headers['set-cookie']).toBeUndefined();
});

it('does not open another port or project with a ticket or a cookie', async () => {
  const { url } = await requestTicket(platform, 'ada', projectId);
  const elsewhere = new PreviewClient(url.replace('//3000-', '//3001-'));
  expect((await elsewhere.redeem(url.replace('//3000-', '//3001-'))).status).toBe(401);
  elsewhere.cookie = preview.cookie;
  expect((await elsewhere.ask('/')).status).toBe(401);
});

it('tells strangers the same about projects that exist and that do not', async () => {
  const known = await new PreviewClient(`http://${preview.host}`).ask('/secret?x=1');
  const missing = `prj-${'z'.repeat(20)}`;
  const unknown = await new PreviewClient(`http://3000-${missing}.apps.localhost:${preview.port}`).ask('/secret?x=1');
  expect(known.status).toBe(401);
  expect(known.text).toContain('Open it from E-Code');
  const neutral = (text: string): string =>
    text.replaceAll(/prj_[0-9a-z]{20}/g, 'prj').replaceAll(/nonce="[^"]*"/g, '');
  expect(neutral(unknown.text)).toBe(neutral(known.text));
  const refused = await platform.request(`/api/projects/${projectId}/previews`, {
    method: 'POST',
    json: { port: 3000, path: '/' },
    cookie: cookieOf('mallory'),
  });
  expect(refused.status).toBe(404);
  expect((await preview.ask('/', { headers: { host: `nonsense.apps.localhost:${preview.port}` } })).status).toBe(404);
});

it('sends members who follow a shared link on to the preview', async () => {
  const path = `/api/projects/${projectId}/previews/open?port=3000&path=%2Fheaders`;
  const sent = await platform.request(path, { cookie: cookieOf('vera') });
  expect(sent.status).toBe(303);
  const location = sent.headers.get('location') ?? '';
  const browser = new PreviewClient(location);
  expect((await browser.redeem(location)).headers.location).toBe('/headers');
  expect((await platform.request(path, { cookie: cookieOf('mallory') })).status).toBe(404);
  const outside = path.replace('%2Fheaders', '%2F%2Fevil.example');
  expect((await platform.request(outside, { cookie: cookieOf('vera') })).status).toBe(404);
});

it('ends an open preview with the session of its person, and with a change of the role', async () => {
  for (const end of [
    () => platform.kernel.connections.endSession('session-vera', 'signed out'),
    () => {
      platform.projects.roles.get(projectId)?.delete('usr_vera');
      return platform.kernel.connections.endSubject(projectId, 'role changed', 'usr_vera');
    },
  ]) {
    const browser = await openPreview(platform, 'vera', projectId);
    const events = await browser.open('/events');
    const socket = connect(browser, { origin: `http://${browser.host}` });
    await new Promise((resolve) => socket.once('open', resolve));
    const cut = Promise.all([
      new Promise((resolve) =>
        events
          .once('close', resolve)
          .on('error', () => undefined)
          .resume(),
      ),
      new Promise((resolve) => socket.once('close', resolve)),
    ]);
    expect(end()).toBeGreaterThan(0);
    await cut;
    expect((await browser.ask('/')).status).toBe(401);
  }
});

it('keeps a preview open whose person still may see it after a change of roles', async () => {
  platform.projects.roles.get(projectId)?.set('usr_vera', 'viewer');
  const browser = await openPreview(platform, 'vera', projectId);
  expect((await browser.ask('/')).status).toBe(200);
  platform.projects.roles.get(projectId)?.set('usr_vera', 'editor');
  platform.kernel.connections.endSubject(projectId, 'role changed', 'usr_vera');
  expect((await browser.ask('/')).status).toBe(200);
  platform.projects.roles.get(projectId)?.delete('usr_vera');
  platform.kernel.connections.endSubject(projectId, 'role changed', 'usr_vera');
  expect((await browser.ask('/')).status).toBe(401);
  platform.projects.roles.get(projectId)?.set('usr_vera', 'viewer');
});

it('says when nothing listens, and shows the program as soon as it does', async () => {
  const later = await openPreview(platform, 'ada', projectId, 3456);
  const waiting = await later.ask('/');
  expect(waiting.status).toBe(503);
  expect(waiting.text).toContain('Nothing listens on port 3456 yet');
  expect(waiting.headers['x-ecode-waiting']).toBe('1');
  const post = await later.ask('/', { method: 'POST', body: 'x'.repeat(100_000), headers: { accept: '*/*' } });
  expect(post).toMatchObject({ status: 503, headers: { 'content-type': 'text/plain; charset=utf-8' } });
  await platform.run(projectId, 'node server.cjs 3456 & node server.cjs 3000');
  await answers(later);
  expect((await later.ask('/')).status).toBe(200);
});

it('says when the program breaks off, before and within an answer', async () => {
  const dropped = await preview.ask('/drop');
  expect(dropped.status).toBe(502);
  expect(dropped.text).toContain('The program closed the connection');
  await expect(preview.ask('/break')).rejects.toThrow(/aborted|hang up|reset/);
  expect((await preview.ask('/')).status).toBe(200);
});

it('reaches a program on all addresses straight, on loopback through the host, and follows when it changes', async () => {
  const peer = async (): Promise<string> => (await preview.ask('/peer')).text;
  const onLoopback = /^(?:::ffff:)?127\.|^::1$/;
  const elsewhere = /^(?!127\.)\d+\.\d+\.\d+\.\d+$/;
  for (const [address, fits] of [
    ['0.0.0.0', elsewhere],
    ['127.0.0.1', onLoopback],
    ['0.0.0.0', elsewhere],
    ['::1', onLoopback],
  ] as const) {
    await platform.run(projectId, `node server.cjs 3000 ${address}`);
    await vi.waitFor(async () => expect(await peer(), address).toMatch(fits), 10_000);
  }
});

it('carries a WebSocket and a large body also through the host', async () => {
  await platform.run(projectId, 'node server.cjs 3000 127.0.0.1');
  await answers(preview);
  const socket = connect(preview, { origin: `http://${preview.host}` });
  const answer = new Promise<string>((resolve) => socket.once('message', (data: Buffer) => resolve(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send('hello');
  expect(await answer).toBe('hello');
  socket.close();
  const size = 4 * 1024 * 1024;
  expect((await preview.ask('/count', { method: 'POST', body: Buffer.alloc(size) })).text).toBe(String(size));
});

it('shows visitors what runs in a public project, and nothing else of it', async () => {
  await platform.run(projectId, 'node server.cjs 3000 & node server.cjs 3002 127.0.0.1');
  await answers(preview);
  const visitor = new PreviewClient(`http://${preview.host}`);
  const elsewhere = new PreviewClient(`http://${preview.host.replace('3000', '3456')}`);
  expect((await visitor.ask('/')).status).toBe(401);
  platform.projects.open.add(projectId);
  await vi.waitFor(async () => expect((await visitor.ask('/')).text).toBe('<h1>Hello from the sandbox</h1>'), 5_000);
  expect((await visitor.ask('/echo', { method: 'POST', body: 'ping' })).text).toBe('ping');
  const other = new PreviewClient(`http://${preview.host.replace('3000', '3002')}`);
  expect((await other.ask('/')).status).toBe(200);
  // Not what somebody started in a terminal.
  const { sandbox } = await platform.feature.sessions.wake(projectId, person('ada'));
  await sandbox.spawn({ command: ['/opt/ecode/node/bin/node', 'server.cjs', '3456'] });
  const own = await openPreview(platform, 'ada', projectId, 3456);
  await answers(own);
  const hidden = await elsewhere.ask('/');
  expect(hidden).toMatchObject({ status: 503, text: expect.stringContaining('does not run now') });
  expect(await refusal(connect(elsewhere, { origin: `http://${elsewhere.host}` }))).toBe(503);
  const socket = connect(visitor, { origin: `http://${visitor.host}` });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.close();
});

it('takes the preview away from visitors at once when the project becomes private, with what is open', async () => {
  platform.projects.open.add(projectId);
  const visitor = new PreviewClient(`http://${preview.host}`);
  await vi.waitFor(async () => expect((await visitor.ask('/')).status).toBe(200), 5_000);
  const events = await visitor.open('/events');
  const cut = new Promise((resolve) =>
    events
      .once('close', resolve)
      .on('error', () => undefined)
      .resume(),
  );
  platform.projects.open.delete(projectId);
  platform.kernel.connections.endSubject(projectId, 'Who may see this project has changed.');
  await cut;
  expect((await visitor.ask('/')).status).toBe(401);
});

it('never starts a project for a visitor', async () => {
  platform.projects.open.add(projectId);
  const visitor = new PreviewClient(`http://${preview.host}`);
  await platform.feature.sessions.stop(projectId, 'asked');
  await vi.waitFor(async () => expect((await visitor.ask('/')).text).toContain('does not run now'), 5_000);
  expect(platform.feature.sessions.get(projectId)?.state.status).toBe('stopped');
});

function connect(client: PreviewClient, { origin }: { origin: string }): WebSocket {
  const cookie: Record<string, string> = client.cookie === undefined ? {} : { cookie: client.cookie };
  return new WebSocket(`ws://127.0.0.1:${client.port}/socket`, { origin, headers: { host: client.host, ...cookie } });
}

function refusal(socket: WebSocket): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('open', () => reject(new Error('The socket was accepted.'))).once('error', () => undefined);
  });
}
