import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { openProject, type Project, spawnProject } from '../testing/project.ts';
import { Editor } from './testing/stock-client.ts';

const run = promisify(execFile);
const bytesOf = (project: Project, path: string): Promise<Buffer> => readFile(join(project.root, path));
const textOf = async (project: Project, path: string): Promise<string> => (await bytesOf(project, path)).toString();
const shell = (project: Project, command: string): Promise<unknown> =>
  run('bash', ['-ec', command], { cwd: project.root });
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;

const isRoot = process.getuid?.() === 0;
const lines = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join('');

interface Outcome {
  readonly editor: string;
  readonly disk: string;
  readonly both: string;
}

/** Types in front while a command changes the file; what the editor and the disk then have, and what both should. */
async function typeWhile(command: string, wanted: (text: string) => string): Promise<Outcome> {
  const project = await openProject({ 'a.txt': lines });
  const ada = await Editor.open(project, 'a.txt');
  const changing = shell(project, command);
  for (let key = 0; key < 30; key += 1) {
    ada.type(key, 'k');
    await new Promise(setImmediate);
  }
  await changing;
  const both = 'k'.repeat(30) + wanted(lines);
  await ada.until(() => ada.content === both);
  await ada.saved();
  await expect.poll(() => textOf(project, 'a.txt')).toBe(both);
  return { editor: ada.content, disk: await textOf(project, 'a.txt'), both };
}

it.each<[program: string, command: string, wanted: (text: string) => string]>([
  ['sed -i', "sed -i 's/line 30$/LINE thirty/' a.txt", (text) => text.replace('line 30\n', 'LINE thirty\n')],
  ['an append', 'echo appended >> a.txt', (text) => `${text}appended\n`],
  [
    'python in place',
    `python3 -c "
f=open('a.txt','r+'); t=f.read(); f.seek(0); f.write(t.replace('line 20\\n','twenty\\n')); f.truncate(); f.close()"`,
    (text) => text.replace('line 20\n', 'twenty\n'),
  ],
  [
    'a copy over it',
    "sed 's/line 25$/twenty-five/' a.txt > b && mv b a.txt",
    (text) => text.replace('line 25\n', 'twenty-five\n'),
  ],
  [
    'tar',
    "mkdir x && sed 's/line 22$/unpacked/' a.txt > x/a.txt && tar -C x -cf x.tar a.txt && tar xf x.tar",
    (text) => text.replace('line 22\n', 'unpacked\n'),
  ],
])('keeps typing and the change of %s', async (_program, command, wanted) => {
  const { editor, disk, both } = await typeWhile(command, wanted);
  expect([editor, disk]).toEqual([both, both]);
});

it('keeps what was typed while a program worked on what it had read before', async () => {
  const project = await openProject({ 'a.txt': lines });
  const ada = await Editor.open(project, 'a.txt');
  const read = await textOf(project, 'a.txt');
  ada.type(0, 'typed ');
  await ada.saved();
  expect(await textOf(project, 'a.txt')).toBe(`typed ${lines}`);
  await writeFile(join(project.root, 'a.txt'), read.replace('line 30\n', 'LINE thirty\n'));
  const both = `typed ${lines.replace('line 30\n', 'LINE thirty\n')}`;
  await ada.until(() => ada.content === both);
  await expect.poll(() => textOf(project, 'a.txt')).toBe(both);
});

it.runIf(has('vim.tiny') || has('vim'))('takes what vim saves, which replaces the file through a backup', async () => {
  const vim = has('vim.tiny') ? 'vim.tiny' : 'vim';
  const { editor, disk, both } = await typeWhile(
    `${vim} -n -u NONE -es -c 'set backup backupcopy=no' -c '%s/line 31$/vim was here/' -c wq a.txt`,
    (text) => text.replace('line 31\n', 'vim was here\n'),
  );
  expect([editor, disk]).toEqual([both, both]);
});

it('shows a change of a program within a quarter of a second', async () => {
  const project = await openProject({ 'a.txt': lines });
  const ada = await Editor.open(project, 'a.txt');
  const took: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const begin = performance.now();
    await writeFile(join(project.root, 'a.txt'), `${round}\n${lines}`);
    await ada.until(() => ada.content === `${round}\n${lines}`);
    took.push(performance.now() - begin);
  }
  const slow = took.filter((milliseconds) => milliseconds > 250);
  expect(slow.length, took.map(Math.round).join(' ')).toBeLessThanOrEqual(1);
});

it('writes only the bytes that were edited: endings, byte order mark, missing last line end and mode stay', async () => {
  const project = await openProject();
  const files: Record<string, [before: string, after: string, ending: string]> = {
    'crlf.txt': ['one\r\ntwo\r\n', 'Xone\r\ntwo\r\n', '\r\n'],
    'bom.txt': ['\uFEFFone\ntwo\n', '\uFEFFXone\ntwo\n', '\n'],
    'mixed.txt': ['one\r\ntwo\nthree\rfour', 'Xone\r\ntwo\nthree\rfour', 'mixed'],
    'last.txt': ['one\ntwo', 'Xone\ntwo', '\n'],
  };
  for (const [path, [before, after, ending]] of Object.entries(files)) {
    await writeFile(join(project.root, path), before);
    await chmod(join(project.root, path), 0o751);
    const { json } = await project.ask('documents.open', { body: { path } });
    expect(json).toMatchObject({ kind: 'text', lineEnding: ending });
    const ada = await Editor.open(project, path);
    expect(ada.content).toBe(before.replace('\uFEFF', '').replace(/\r\n?/g, '\n'));
    ada.type(0, 'X');
    await ada.saved();
    expect((await bytesOf(project, path)).toString()).toBe(after);
    expect((await stat(join(project.root, path))).mode & 0o777).toBe(0o751);
  }
});

it('writes through a link and keeps both names of a hard link', async () => {
  const project = await openProject({ 'real/a.txt': 'text\n' });
  await symlink('real/a.txt', join(project.root, 'link.txt'));
  await link(join(project.root, 'real/a.txt'), join(project.root, 'other.txt'));
  const ada = await Editor.open(project, 'link.txt');
  const ben = await Editor.open(project, 'real/a.txt');
  expect(ben.name).toBe(ada.name);
  ada.type(0, 'my ');
  await ada.saved();
  expect(await textOf(project, 'other.txt')).toBe('my text\n');
  expect(await textOf(project, 'link.txt')).toBe('my text\n');
});

it('follows a file that is renamed, with what is being typed', async () => {
  const project = await openProject({ 'src/a.txt': 'text\n', 'src/b.txt': 'other\n' });
  const ada = await Editor.open(project, 'src/a.txt');
  ada.type(0, '1');
  await rename(join(project.root, 'src/a.txt'), join(project.root, 'src/c.txt'));
  expect(await ada.event('moved')).toEqual({ type: 'moved', path: 'src/c.txt' });
  ada.type(0, '2');
  await ada.saved();
  expect(await textOf(project, 'src/c.txt')).toBe('21text\n');
  await expect(stat(join(project.root, 'src/a.txt'))).rejects.toThrow('ENOENT');
  const again = await project.ask('documents.open', { body: { path: 'src/c.txt' } });
  expect(again.json.name).toBe(ada.name);
});

it('follows a folder that is renamed in a terminal, and one that is moved through the host', async () => {
  const project = await openProject({ 'src/deep/a.txt': 'text\n' });
  const ada = await Editor.open(project, 'src/deep/a.txt');
  await rename(join(project.root, 'src'), join(project.root, 'lib'));
  expect(await ada.event('moved')).toEqual({ type: 'moved', path: 'lib/deep/a.txt' });
  const moved = await project.ask('files.move', { body: { entries: [{ from: 'lib', to: 'x/y' }] } });
  expect(moved.status).toBe(200);
  await ada.event('moved', ({ path }) => path === 'x/y/deep/a.txt');
  ada.type(0, '1');
  await ada.saved();
  expect(await textOf(project, 'x/y/deep/a.txt')).toBe('1text\n');
});

it('keeps the text of a file that is deleted, and writes it back when asked', async () => {
  const project = await openProject({ 'src/a.txt': 'text\n' });
  const ada = await Editor.open(project, 'src/a.txt');
  await shell(project, 'rm -rf src');
  await ada.event('deleted');
  ada.type(0, 'still ');
  await ada.saved();
  await expect(stat(join(project.root, 'src'))).rejects.toThrow('ENOENT');
  const [id] = ada.name.split('.');
  const restored = await project.ask('documents.restore', { body: { id } });
  expect(restored.json).toEqual({ path: 'src/a.txt' });
  await ada.event('restored');
  expect(await textOf(project, 'src/a.txt')).toBe('still text\n');
});

it('merges a deleted file that comes back into the same document', async () => {
  const project = await openProject({ 'a.txt': 'one\ntwo\n' });
  const ada = await Editor.open(project, 'a.txt');
  await rm(join(project.root, 'a.txt'));
  await ada.event('deleted');
  ada.type(0, 'mine ');
  await ada.saved();
  await writeFile(join(project.root, 'a.txt'), 'one\nTWO\n');
  await ada.event('restored');
  await ada.until(() => ada.content === 'mine one\nTWO\n');
  await expect.poll(() => textOf(project, 'a.txt')).toBe('mine one\nTWO\n');
});

it('lets go of a file that becomes binary or huge, and takes it back when it is text again', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  await writeFile(join(project.root, 'a.txt'), Buffer.from([0, 1, 2, 0xff]));
  expect(await ada.event('detached')).toEqual({ type: 'detached', reason: 'binary' });
  ada.type(0, 'lost');
  await ada.event('refused');
  expect(await bytesOf(project, 'a.txt')).toEqual(Buffer.from([0, 1, 2, 0xff]));
  const opened = await project.ask('documents.open', { body: { path: 'a.txt' } });
  expect(opened.json).toEqual({ kind: 'binary', path: 'a.txt', size: 4 });
  await writeFile(join(project.root, 'a.txt'), 'text again\n');
  await ada.event('attached');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  expect(ben.content).toBe('text again\n');
  await truncate(join(project.root, 'a.txt'), 3 * 1024 * 1024);
  await ben.event('detached');
});

it('reports lines that both changed, and puts one side in their place when somebody chooses', async () => {
  const project = await openProject({ 'a.txt': 'first\nsecond\nthird\n' });
  const ada = await Editor.open(project, 'a.txt');
  ada.text.delete(6, 6);
  ada.type(6, 'MINE');
  await writeFile(join(project.root, 'a.txt'), 'first\nTHEIRS\nthird\nfourth\n');
  const { collision } = await ada.event('outside-change');
  expect(collision).toBeDefined();
  const kept = await project.ask('documents.collision', { query: { id: collision?.id ?? '' } });
  expect(kept.json).toMatchObject({
    base: 'first\nsecond\nthird\n',
    ours: 'first\nMINE\nthird\n',
    theirs: 'first\nTHEIRS\nthird\nfourth\n',
  });
  expect(ada.content).toContain('MINE');
  expect(ada.content).toContain('THEIRS');
  const resolved = await project.ask('documents.resolve', { body: { id: collision?.id, choice: 'ours' } });
  expect(resolved.json).toEqual({ path: 'a.txt' });
  await ada.until(() => ada.content === 'first\nMINE\nthird\nfourth\n');
  await ada.event('resolved');
  await expect.poll(() => textOf(project, 'a.txt')).toBe('first\nMINE\nthird\nfourth\n');
});

it('tells who comes later of lines that both changed, until somebody decides', async () => {
  const project = await openProject({ 'a.txt': 'first\nsecond\n' });
  const ada = await Editor.open(project, 'a.txt');
  ada.text.delete(6, 6);
  ada.type(6, 'MINE');
  await writeFile(join(project.root, 'a.txt'), 'first\nTHEIRS\n');
  const { collision } = await ada.event('outside-change');
  const ben = await Editor.open(project, 'a.txt', { id: 'ben', name: 'Ben' });
  const { open } = await ben.event('collisions');
  expect(open).toMatchObject([{ id: collision?.id, by: { kind: 'program' } }]);
  await project.ask('documents.resolve', { body: { id: collision?.id, choice: 'merged' } });
  const eve = await Editor.open(project, 'a.txt', { id: 'eve', name: 'Eve' });
  expect(await eve.event('collisions')).toEqual({ type: 'collisions', open: [] });
});

it('takes a file that was deleted and made anew at once for a change', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  await shell(project, 'rm a.txt; echo TEXT > a.txt');
  await ada.until(() => ada.content === 'TEXT\n');
  expect(ada.events.map(({ type }) => type)).not.toContain('deleted');
});

it('ignores a touch and writes of the same bytes', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  await shell(project, 'touch a.txt; cp a.txt b.txt; cat b.txt > a.txt');
  await appendFile(join(project.root, 'a.txt'), 'end\n');
  await ada.until(() => ada.content === 'text\nend\n');
  expect(ada.events.filter(({ type }) => type === 'outside-change')).toHaveLength(1);
});

const git = (root: string, ...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@t', ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  });

it('brings open files to the branch that git checks out, while three people type', { timeout: 30_000 }, async () => {
  const project = await openProject();
  const names = Array.from({ length: 20 }, (_, index) => `file-${index}.txt`);
  const write = async (change: string): Promise<void> => {
    for (const name of names) await writeFile(join(project.root, name), lines.replace('line 35', `${change} ${name}`));
  };
  await write('main');
  git(project.root, 'init', '-q', '-b', 'main');
  git(project.root, 'add', '.');
  git(project.root, 'commit', '-qm', 'one');
  git(project.root, 'checkout', '-qb', 'other');
  await write('other');
  git(project.root, 'commit', '-qam', 'two');
  git(project.root, 'checkout', '-q', 'main');
  const editors = await Promise.all(names.map((name) => Editor.open(project, name)));
  const begin = performance.now();
  git(project.root, 'checkout', '-q', 'other');
  await Promise.all(
    editors.map((editor, index) => editor.until(() => editor.content.includes(`other file-${index}.txt`))),
  );
  expect(performance.now() - begin).toBeLessThan(3000);
  expect(await editors[0]?.event('outside-change')).toMatchObject({ by: { kind: 'git' } });
  expect(git(project.root, 'status', '--porcelain')).toBe('');
  for (const editor of editors) {
    expect(editor.content).toBe(lines.replace('line 35', `other ${names[editors.indexOf(editor)]}`));
  }
});

it('keeps what three people type through a rebase', { timeout: 60_000 }, async () => {
  const project = await openProject({ 'a.txt': lines });
  git(project.root, 'init', '-q', '-b', 'main');
  git(project.root, 'add', '.');
  git(project.root, 'commit', '-qm', 'base');
  git(project.root, 'checkout', '-qb', 'feature');
  for (let step = 0; step < 5; step += 1) {
    await writeFile(join(project.root, `new-${step}.txt`), 'x');
    await writeFile(
      join(project.root, 'a.txt'),
      (await textOf(project, 'a.txt')).replace(`line 2${step}\n`, `feature 2${step}\n`),
    );
    git(project.root, 'add', '.');
    git(project.root, 'commit', '-qm', `feature ${step}`);
  }
  git(project.root, 'checkout', '-q', 'main');
  await writeFile(join(project.root, 'a.txt'), lines.replace('line 38', 'main 38'));
  git(project.root, 'commit', '-qam', 'main');
  git(project.root, 'checkout', '-q', 'feature');
  const people = await Promise.all(['ada', 'ben', 'cia'].map((id) => Editor.open(project, 'a.txt', { id, name: id })));
  // With autostash git itself puts away and brings back what is typed before it, and refuses nothing that is typed later.
  const rebasing = run(
    'git',
    ['-c', 'user.name=T', '-c', 'user.email=t@t', '-c', 'rebase.autoStash=true', 'rebase', 'main'],
    {
      cwd: project.root,
    },
  ).then(
    () => 'done',
    (error: unknown) => String(error),
  );
  for (let key = 0; key < 30; key += 1) {
    for (const [index, person] of people.entries()) person.type(0, 'abc'[index] ?? '');
    // The time between two keys of a person.
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await rebasing;
  await Promise.all(people.map((person) => person.saved(20_000)));
  for (const letter of 'abc') {
    const count = (people[0]?.content.split('line 0')[0] ?? '').split(letter).length - 1;
    expect(count, people[0]?.content.slice(0, 120)).toBe(30);
  }
  await expect.poll(() => textOf(project, 'a.txt')).toBe(people[0]?.content);
  expect(people.map((person) => person.content)).toEqual(Array.from({ length: 3 }, () => people[0]?.content));
});

it('sees a file again whose folder was gone', async () => {
  const project = await openProject({ 'x/y/a.txt': 'text\n' });
  const ada = await Editor.open(project, 'x/y/a.txt');
  await rm(join(project.root, 'x'), { recursive: true });
  await ada.event('deleted');
  await mkdir(dirname(join(project.root, 'x/y/a.txt')), { recursive: true });
  await writeFile(join(project.root, 'x/y/a.txt'), 'text\nmore\n');
  await ada.until(() => ada.content === 'text\nmore\n');
  expect(ada.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['deleted', 'restored']));
});

it('is not deceived by clocks: a change with an old date and the same size is seen', async () => {
  const project = await openProject({ 'a.txt': 'text\n' });
  const ada = await Editor.open(project, 'a.txt');
  await shell(project, 'touch -r a.txt stamp; printf "TEXT\\n" > a.txt; touch -r stamp a.txt');
  await ada.until(() => ada.content === 'TEXT\n');
  await shell(project, 'printf "Text\\n" > a.txt; touch -d 1990-01-01 a.txt');
  await ada.until(() => ada.content === 'Text\n');
  await shell(project, 'printf "tExt\\n" > a.txt; touch -d 2090-01-01 a.txt');
  await ada.until(() => ada.content === 'tExt\n');
  ada.type(0, 'my ');
  await ada.saved();
  expect(await textOf(project, 'a.txt')).toBe('my tExt\n');
});

it('keeps what a program writes while each save of ours happens', { timeout: 60_000 }, async () => {
  const project = await openProject({ 'log.txt': 'start\n' });
  const ada = await Editor.open(project, 'log.txt');
  const path = join(project.root, 'log.txt');
  for (let round = 0; round < 100; round += 1) {
    ada.type(0, 'k');
    const flushing = project.ask('documents.flush', { body: {} });
    await appendFile(path, `program ${round}\n`);
    await flushing;
  }
  const complete = (text: string): boolean =>
    text.split('start')[0] === 'k'.repeat(100) && text.split('\n').length === 102;
  await ada.saved();
  await ada.until(() => complete(ada.content));
  await expect.poll(() => textOf(project, 'log.txt')).toBe(ada.content);
});

it.runIf(isRoot)('works without watchers, only slower', { timeout: 30_000 }, async () => {
  const limited = 'echo 0 > /proc/sys/user/max_inotify_watches && exec "$@"';
  const project = await spawnProject(['unshare', '--user', '--map-root-user', 'bash', '-c', limited, 'bash']);
  await writeFile(join(project.root, 'a.txt'), 'text\n');
  const ada = await Editor.open(project, 'a.txt');
  await writeFile(join(project.root, 'a.txt'), 'text\nmore\n');
  await ada.until(() => ada.content === 'text\nmore\n', 12_000);
  ada.type(0, 'my ');
  await ada.saved();
  expect(await textOf(project, 'a.txt')).toBe('my text\nmore\n');
});
