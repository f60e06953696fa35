import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { answers, openPreview } from './testing/preview-client.ts';
import type { PreviewClient } from './testing/preview-client.ts';
import { cookieOf } from './testing/people.ts';
import { RawConnection } from './testing/raw-connection.ts';
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

/** Only the short way writes this line so: Node's server begins it with a capital letter. */
const SHORT_WAY = '\r\nkeep-alive: timeout=5\r\n';

function request(path: string, lines: string[] = [], method = 'GET'): string {
  const own = [`Host: ${preview.host}`, `Cookie: ${preview.cookie ?? ''}; theme=dark`];
  return `${[`${method} ${path} HTTP/1.1`, ...own, ...lines].join('\r\n')}\r\n\r\n`;
}

const open = (): RawConnection => new RawConnection(preview.port);

it('answers plain requests one after the other on one connection, with the headers that the long way sends', async () => {
  const connection = open();
  for (const _ of [1, 2, 3]) {
    const answer = await connection.send(request('/')).until('<h1>Hello from the sandbox</h1>');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain(SHORT_WAY);
    expect(answer).toContain(`content-security-policy: frame-ancestors 'self' ${platform.origin}`);
  }
  const answer = await connection
    .send(request('/headers', ['X-Forwarded-For: 6.6.6.6', 'X-Ecode-Actor: me']))
    .until('}}');
  const { headers } = JSON.parse(answer.slice(answer.indexOf('{'))) as { headers: Record<string, string> };
  expect(headers).toMatchObject({ cookie: 'theme=dark', host: preview.host, 'x-forwarded-proto': 'http' });
  expect(headers['x-forwarded-for']).toMatch(/127\.0\.0\.1$/);
  expect(headers['x-ecode-actor']).toBeUndefined();
  const hostile = await connection.send(request('/hostile')).until('\r\n\r\nok');
  expect(hostile).toContain(SHORT_WAY);
  expect(hostile).not.toMatch(/stolen|Domain=|strict-transport|clear-site-data|x-frame-options|x-ecode/i);
  connection.socket.destroy();
});

it('answers what was sent ahead in its order', async () => {
  const connection = open();
  connection.send(request('/headers?1') + request('/headers?2') + request('/', [], 'HEAD') + request('/headers?3'));
  const all = await connection.until('/headers?3');
  expect(all.indexOf('/headers?1')).toBeLessThan(all.indexOf('/headers?2'));
  expect(all.match(/HTTP\/1\.1 200/g)).toHaveLength(4);
  expect(all).not.toContain('<h1>');
  connection.socket.destroy();
});

it('passes the connection on at the first request that is not plain, and loses none', async () => {
  const connection = open();
  expect(await connection.send(request('/')).until('</h1>')).toContain(SHORT_WAY);
  const post = request('/echo', ['Content-Length: 4'], 'POST');
  const echoed = await connection
    .send(`${request('/headers?a')}${post}ping${request('/headers?b')}`)
    .until('/headers?b');
  expect(echoed).toContain('/headers?a');
  expect(echoed).toContain('ping');
  expect(await connection.send(request('/')).until('</h1>')).toContain('Keep-Alive: timeout=5');
  connection.socket.destroy();
});

it('serves the product on the same connection, behind and before a preview', async () => {
  const session = `GET /api/projects/${projectId}/session HTTP/1.1\r\nHost: ${new URL(platform.origin).host}\r\nCookie: ${cookieOf('ada')}\r\n\r\n`;
  const connection = open();
  expect(await connection.send(request('/')).until('</h1>')).toContain(SHORT_WAY);
  expect(await connection.send(session).until('"limits"')).toContain('"running"');
  await connection.until('}}');
  expect(await connection.send(request('/')).until('</h1>')).toContain('200 OK');
  connection.socket.destroy();
});

it('opens a WebSocket on a connection that showed a page before', async () => {
  const connection = open();
  await connection.send(request('/')).until('</h1>');
  const lines = [
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Origin: http://${preview.host}`,
  ];
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  await connection.send(request('/socket', [...lines, key])).until('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  await connection.until('\r\n\r\n');
  connection.send('\x81\x82\0\0\0\0hi');
  expect(await connection.until('hi')).toBe('\x81\x02hi');
  connection.socket.destroy();
});

it.each([
  [
    'a length beside a coding',
    ['Content-Length: 6', 'Transfer-Encoding: chunked'],
    '0\r\n\r\nGET /sm HTTP/1.1\r\n\r\n',
  ],
  ['two lengths', ['Content-Length: 5', 'Content-Length: 0'], 'GET /'],
  ['a coding behind a space', ['Transfer-Encoding : chunked'], '0\r\n\r\n'],
  ['a coding in a folded line', ['A: b', ' Transfer-Encoding: chunked'], '0\r\n\r\n'],
  ['a bare return', ['A: b\rTransfer-Encoding: chunked'], ''],
])('lets nothing through that can be read in two ways: %s', async (_says, lines, rest) => {
  const connection = open();
  await connection.send(request('/')).until('</h1>');
  const before = connection.text;
  connection.send(request('/echo', lines, 'GET') + rest);
  const answer = await connection.untilClosed();
  expect(before).toBe('');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
});

it('refuses a request that names two hosts, also behind one that was served', async () => {
  const connection = open();
  await connection.send(request('/')).until('</h1>');
  expect(await connection.send(request('/', ['Host: evil.example'])).until('\r\n')).toContain('400');
  connection.socket.destroy();
});

it('sends a large answer no faster than it is read, and all of it', async () => {
  const connection = open();
  await connection.send(request('/')).until('</h1>');
  connection.socket.pause();
  connection.send(request('/large'));
  // Meanwhile another exchange moves a quarter as much; the program would have sent all if somebody took it.
  expect((await preview.ask('/count', { method: 'POST', body: Buffer.alloc(16 * 1024 * 1024) })).status).toBe(200);
  expect(Number((await preview.ask('/sent')).text)).toBeLessThan(32);
  let bytes = 0;
  connection.socket.removeAllListeners('data').on('data', (part: Buffer) => (bytes += part.length));
  connection.socket.resume();
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(64 * 1024 * 1024), 20_000);
  connection.socket.destroy();
});

it('passes server-sent events on at once, and tells the program when the browser leaves', async () => {
  const closed = async (): Promise<number> => Number((await preview.ask('/closed')).text);
  const before = await closed();
  const connection = open();
  expect(await connection.send(request('/events')).until('data: more')).toContain('transfer-encoding: chunked');
  connection.socket.destroy();
  await vi.waitFor(async () => expect(await closed()).toBe(before + 1), 5_000);
});

it('cuts what breaks off, and explains what failed before it answered', async () => {
  const half = open();
  expect(await half.send(request('/break')).untilClosed()).toContain('half');
  const dropped = open();
  await dropped.send(request('/')).until('</h1>');
  expect(await dropped.send(request('/drop', ['Accept: text/html'])).until('</html>')).toContain('502 Bad Gateway');
  dropped.socket.destroy();
});

it('ends the connection with the session of its person, resting or busy', async () => {
  const watcher = await openPreview(platform, 'vera', projectId);
  const [resting, busy] = [open(), open()];
  const ask = (path: string): string => request(path).replace(preview.cookie ?? '', watcher.cookie ?? '');
  await resting.send(ask('/')).until('</h1>');
  await busy.send(ask('/events')).until('data: more');
  platform.kernel.connections.endSession('session-vera', 'signed out');
  await Promise.all([resting.untilClosed(), busy.untilClosed()]);
  expect(await open().send(ask('/')).until('\r\n')).toContain('401');
});

it('lets nobody in without a cookie, or from the page of another project', async () => {
  const stranger = open().send(`GET / HTTP/1.1\r\nHost: ${preview.host}\r\n\r\n`);
  expect(await stranger.until('\r\n')).toContain('401');
  const foreign = open().send(
    request('/', [`Origin: http://3000-prj-${'0'.repeat(20)}.apps.localhost:${preview.port}`]),
  );
  expect(await foreign.until('\r\n')).toContain('403');
});

it('ends a connection on which nothing is asked any more', async () => {
  const connection = open();
  await connection.send(request('/')).until('</h1>');
  const begin = performance.now();
  await connection.untilClosed();
  expect(performance.now() - begin).toBeGreaterThan(4_500);
});
