import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startHost } from '../server.ts';
import { openProject, Project } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

const textOf = (project: Project, path: string): Promise<string> => readFile(join(project.root, path), 'utf8');

it('has everything on the disk when the barrier answers', async () => {
  const project = await openProject({ 'a.txt': '', 'b.txt': '' });
  const [ada, ben] = [await Editor.open(project, 'a.txt'), await Editor.open(project, 'b.txt')];
  ada.type(0, 'one');
  ben.type(0, 'two');
  await ada.until(() => ada.sent > 1);
  const { json } = await project.ask('documents.flush', { body: {} });
  // The sockets and this request race; what the host had received is on the disk.
  for (const path of json.saved as string[]) expect((await textOf(project, path)).length).toBe(3);
  await Promise.all([ada.saved(), ben.saved()]);
  expect([await textOf(project, 'a.txt'), await textOf(project, 'b.txt')]).toEqual(['one', 'two']);
});

it('shows a command in the terminal what was typed before Enter', async () => {
  const project = await openProject({ 'a.txt': '0\n' });
  const ada = await Editor.open(project, 'a.txt');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  const page = await project.page();
  const terminal = await page.openTerminal();
  for (let round = 1; round <= 5; round += 1) {
    ada.type(0, `${round}`);
    await ben.until(() => ben.content.startsWith(`${round}`));
    page.type(terminal, `echo "seen:$(head -c ${round} a.txt):"\r`);
    const wanted = ada.content.slice(0, round);
    await page.until(() => page.terminal(terminal).output.includes(`seen:${wanted}:`));
  }
  expect(page.terminal(terminal).output).toContain('seen:54321:');
});

it('searches and reads what was typed a moment ago', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  ada.type(0, 'needle ');
  await ben.until(() => ben.content.includes('needle'));
  expect((await project.ask('search', { body: { query: 'needle' } })).bytes.toString()).toContain('"matches":1');
  ada.type(0, 'second ');
  await ben.until(() => ben.content.includes('second'));
  expect((await project.ask('files.read', { query: { path: 'a.txt' } })).bytes.toString()).toBe('second needle text\n');
});

it('takes in what is written through the host before the answer, as its writer’s change', async () => {
  const project = await openProject({ 'a.txt': 'one\ntwo\n' });
  const ada = await Editor.open(project, 'a.txt', { id: 'ada', name: 'Ada' });
  const written = await project.ask('files.write', {
    query: { path: 'a.txt' },
    headers: { 'if-match': '*' },
    body: 'one\nTWO\n',
  });
  expect(written.status).toBe(200);
  expect(await ada.event('outside-change')).toMatchObject({ by: { kind: 'person', name: 'Žofie' } });
  await ada.until(() => ada.content === 'one\nTWO\n');
});

it('says that a file cannot be written, keeps the text, and writes it when it can', async () => {
  const project = await openProject({ 'sub/a.txt': 'text\n' });
  const ada = await Editor.open(project, 'sub/a.txt');
  const path = join(project.root, 'sub/a.txt');
  // Root writes what it likes; an immutable file stops even it.
  if (spawnSync('chattr', ['+i', path]).status !== 0) return;
  onTestFinished(() => void spawnSync('chattr', ['-i', path]));
  ada.type(0, 'my ');
  const failed = await ada.event('saving-failed');
  expect(failed).toMatchObject({ code: 'path_permission', retry: true });
  expect(ada.kept).toBeLessThan(ada.sent);
  spawnSync('chattr', ['-i', path]);
  await ada.saved();
  expect(await readFile(path, 'utf8')).toBe('my text\n');
});

it('loses nothing on a full disk, and goes on when there is space', { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'host-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]).status === 0;
  onTestFinished(async () => {
    if (mounted) spawnSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  });
  if (!mounted) return;
  const root = join(folder, 'workspace');
  await mkdir(root);
  await writeFile(join(root, 'a.txt'), 'text\n');
  const listen = join(await mkdtemp(join(tmpdir(), 'host-full-socket-')), 'socket');
  const running = await startHost({ root, state: join(folder, 'state'), listen: { path: listen }, token: undefined });
  onTestFinished(async () => {
    await running.close();
    await rm(join(listen, '..'), { recursive: true, force: true });
  });
  const project = new Project(folder, root, listen);
  const ada = await Editor.open(project, 'a.txt');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  // Fills what is left, to the last block.
  spawnSync('dd', ['if=/dev/zero', `of=${join(root, 'filler')}`, 'bs=4k']);
  ada.type(0, 'while it is full ');
  expect(await ada.event('saving-failed')).toMatchObject({ code: 'disk_full' });
  await ben.until(() => ben.content === 'while it is full text\n');
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('text\n');
  expect(ada.kept).toBeLessThan(ada.sent);
  await rm(join(root, 'filler'));
  await ada.saved(20_000);
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('while it is full text\n');
});

it('leaves the mode of a file that somebody changed while it was open', async () => {
  const project = await openProject({ 'run.sh': 'echo\n' });
  const ada = await Editor.open(project, 'run.sh');
  await chmod(join(project.root, 'run.sh'), 0o755);
  ada.type(0, '# ');
  await ada.saved();
  expect((await stat(join(project.root, 'run.sh'))).mode & 0o777).toBe(0o755);
});
