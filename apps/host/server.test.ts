import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { actorHeader, formatActor, formatToken } from './contract/index.ts';
import { startHost } from './server.ts';
import { takeSettings } from './settings.ts';
import { openProject } from './testing/project.ts';

it('answers its health and activity', async () => {
  const project = await openProject();
  const { json } = await project.ask('health');
  expect(json).toMatchObject({
    version: '0.1.0',
    activity: { sockets: 0, running: false, terminals: 0, forwarded: 0 },
  });
  expect(json.rss).toBeGreaterThan(1_000_000);
  const page = await project.page();
  await page.openTerminal();
  const later = (await project.ask('health')).json.activity;
  expect(later).toMatchObject({ sockets: 1, terminals: 1 });
  expect(later.lastInput).toBeGreaterThanOrEqual(json.activity.lastInput);
});

it('takes only streams that begin with its token', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-'));
  const running = await startHost({
    root: folder,
    state: join(folder, '.state'),
    listen: { host: '127.0.0.1', port: 0 },
    token: 'right',
  });
  onTestFinished(async () => {
    await running.close();
    await rm(folder, { recursive: true });
  });
  const ask = (begin: string): Promise<string> =>
    new Promise((resolve) => {
      const stream = connect({ host: '127.0.0.1', port: running.host.ownPort ?? 0 });
      let text = '';
      stream.on('data', (piece: Buffer) => (text += piece.toString()));
      stream.on('error', () => undefined).once('close', () => resolve(text));
      stream.write(begin);
    });
  const request =
    'GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-ecode-actor: {"id":"1","name":"","capabilities":["read"]}\r\n\r\n';
  expect(await ask(formatToken('right') + request)).toMatch(/^HTTP\/1\.1 200/);
  expect(await ask(`${formatToken('right')}CONNECT 1\n`)).toBe('ERR refused\n');
  for (const begin of [
    formatToken('wrong') + request,
    formatToken('right ') + request,
    `CONNECT 1\n${request}`,
    `\n${request}`,
  ]) {
    expect(await ask(begin), begin).toBe('');
  }
  // Its own port is nobody's preview.
  expect((await running.host.ports.list()).map(({ port }) => port)).not.toContain(running.host.ownPort);
});

it('takes its settings out of the environment', () => {
  const environment = {
    ECODE_ROOT: '/r',
    ECODE_STATE: '/s',
    ECODE_LISTEN: 'tcp:127.0.0.1:7000',
    ECODE_TOKEN: 't',
    PATH: '/bin',
  };
  expect(takeSettings(environment)).toEqual({
    root: '/r',
    state: '/s',
    listen: { host: '127.0.0.1', port: 7000 },
    token: 't',
  });
  expect(environment).toEqual({ PATH: '/bin' });
  expect(takeSettings({ LISTEN_FDS: '1' }).listen).toEqual({ fd: 3 });
  expect(() => takeSettings({})).toThrow('ECODE_LISTEN');
});

it('refuses sockets without an actor, and unknown messages with a sentence', async () => {
  const project = await openProject();
  await expect(project.page([])).rejects.toThrow('403');
  const page = await project.page();
  page.send({ type: 'terminal.fly' });
  expect((await page.message('error')).error.code).toBe('request_invalid');
  page.send({ type: 'ping', request: 7 });
  expect((await page.message('pong')).request).toBe(7);
});

it('tells pages what changes on disk, but not in generated folders at any depth', async () => {
  const project = await openProject({ 'deep/node_modules/x/index.js': '', 'src/a.txt': '' });
  const page = await project.page(['read']);
  page.send({ type: 'watch.start' });
  await page.message('watch.state', (message) => message.watch.status === 'watching');
  await writeFile(join(project.root, 'deep/node_modules/x/index.js'), 'changed');
  const begin = performance.now();
  await writeFile(join(project.root, 'src/a.txt'), 'changed');
  await writeFile(join(project.root, 'new.txt'), '');
  await page.message('files.changed', (message) =>
    message.events.some((event) => event.path === 'src/a.txt' && event.kind === 'update'),
  );
  await page.message('files.changed', (message) =>
    message.events.some((event) => event.path === 'new.txt' && event.kind === 'create'),
  );
  expect(performance.now() - begin).toBeLessThan(1000);
  await rm(join(project.root, 'new.txt'));
  await page.message('files.changed', (message) =>
    message.events.some((event) => event.path === 'new.txt' && event.kind === 'delete'),
  );
  const paths = page.messages.flatMap((message) =>
    message.type === 'files.changed' ? message.events.map((event) => event.path) : [],
  );
  expect(paths.filter((path) => path.includes('node_modules'))).toEqual([]);
});

it('shows a save to the watcher as one change of that file', async () => {
  const project = await openProject({ 'a.txt': 'a' });
  const page = await project.page();
  page.send({ type: 'watch.start' });
  await page.message('watch.state', (message) => message.watch.status === 'watching');
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'b', headers: { 'if-match': '*' } });
  await page.message('files.changed', (message) => message.events.some((event) => event.path === 'a.txt'));
  expect(
    new Set(
      page.messages.flatMap((message) =>
        message.type === 'files.changed' ? message.events.map((event) => event.path) : [],
      ),
    ),
  ).toEqual(new Set(['a.txt']));
  await symlink('a.txt', join(project.root, 'link'));
  expect(await readFile(join(project.root, 'link'), 'utf8')).toBe('b');
});

it('reads on after it refused a body, so that the refusal reaches a sender that is still writing', async () => {
  const project = await openProject();
  const stream = project.dial();
  onTestFinished(() => void stream.destroy());
  let heard = '';
  stream.setEncoding('utf8').on('data', (text: string) => (heard += text));
  const size = 32 * 1024 * 1024;
  const actor = `${actorHeader}: ${formatActor({ id: 'u1', name: 'Ada', capabilities: ['read'] })}`;
  stream.write(`POST /search HTTP/1.1\r\nhost: x\r\n${actor}\r\ncontent-length: ${size}\r\n\r\n`);
  stream.write(Buffer.alloc(size / 2, ' '));
  await expect.poll(() => heard).toContain('body_too_large');
  stream.write(Buffer.alloc(size / 2, ' '));
  heard = '';
  stream.write(`GET /health HTTP/1.1\r\nhost: x\r\n${actor}\r\n\r\n`);
  await expect.poll(() => heard).toContain('HTTP/1.1 200 OK');
});
