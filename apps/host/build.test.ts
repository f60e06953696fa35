import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildHost } from './build.ts';
import { hostCommand } from './contract/start.ts';
import { Project } from './testing/project.ts';

/** The descriptor of a listening server, to pass on as the sandbox driver does. */
function descriptorOf(server: ReturnType<typeof createServer>): number {
  const { _handle: handle } = server as unknown as { _handle: { fd: number } };
  return handle.fd;
}

it('builds a folder that works elsewhere, on a listening socket that it is given', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-built-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await buildHost(join(folder, 'built'));
  await rename(join(folder, 'built'), join(folder, 'mounted'));
  const root = join(folder, 'workspace');
  await mkdir(root);
  await writeFile(join(root, 'a.txt'), 'needle');
  const listen = join(folder, 'socket');
  const server = createServer().listen(`${listen}-made`);
  await once(server, 'listening');
  const [program = '', ...words] = hostCommand(process.execPath, join(folder, 'mounted'));
  const child = spawn(program, words, {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      ECODE_ROOT: root,
      ECODE_STATE: join(folder, 'state'),
      LISTEN_FDS: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit', descriptorOf(server)],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  // From here on only the host accepts. Closing removes the name under which the socket was made, so it gets another.
  await rename(`${listen}-made`, listen);
  server.close();
  const project = new Project(folder, root, listen);
  const page = await project.page();
  const id = await page.openTerminal();
  page.type(id, 'echo works-$((1 + 1)); env\r');
  await page.until(() => page.terminal(id).output.includes('works-2'));
  page.send({ type: 'watch.start' });
  await page.message('watch.state', (message) => message.watch.status === 'watching');
  expect((await project.ask('search', { body: { query: 'needle' } })).bytes.toString()).toContain('"matches":1');
  const archive = await project.ask('files.archive');
  expect((await project.ask('files.unpack', { query: { path: 'copy' }, body: archive.bytes })).json.files).toBe(1);
  const tables = await project.ask('sqlite.tables', { query: { path: 'a.txt' } });
  expect(tables.json).toMatchObject({ code: 'database_invalid', details: 'file is not a database' });
  expect((await project.ask('run.plan')).json.code).toBe('nothing_to_run');
  const ended = once(child, 'close');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
