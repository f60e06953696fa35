import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Timeline } from '../contract/history.ts';
import { Editor } from '../documents/testing/stock-client.ts';
import { openProject, type Project, spawnProject } from '../testing/project.ts';

const onDisk = (project: Project, path: string): Promise<string> => readFile(join(project.root, path), 'utf8');

async function timelineOf(project: Project, path: string): Promise<Timeline> {
  const { json } = await project.ask('history.timeline', { query: { path } });
  return json.timeline as Timeline;
}

async function textAt(project: Project, id: string, point: number): Promise<string> {
  return (await project.ask('history.text', { query: { id, point } })).json.text as string;
}

const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

it('tells who changed a file, and has every text it had', async () => {
  const project = await openProject({ 'a.txt': 'first\n' });
  const one = await Editor.open(project, 'a.txt', ada);
  one.type(0, 'Ada ');
  await one.saved();
  const other = await Editor.open(project, 'a.txt', ben);
  other.type(0, 'Ben ');
  await other.saved();
  await writeFile(join(project.root, 'a.txt'), 'Ben Ada first\nprogram\n');
  await one.until(() => one.content.endsWith('program\n'));

  const { id, first, last, bursts, exists } = await timelineOf(project, 'a.txt');
  expect(bursts.map(({ author, added, removed }) => [author.kind, author.name, added, removed])).toEqual([
    ['person', 'Ada', 4, 0],
    ['person', 'Ben', 4, 0],
    ['program', undefined, 8, 0],
  ]);
  expect({ first, last, exists }).toEqual({ first: 0, last: 3, exists: true });
  const texts = await Promise.all([0, 1, 2, 3].map((point) => textAt(project, id, point)));
  expect(texts).toEqual(['first\n', 'Ada first\n', 'Ben Ada first\n', 'Ben Ada first\nprogram\n']);
  const { json } = await project.ask('history.diff', { query: { id, from: 0, to: 2 } });
  expect(json).toEqual({ before: 'first\n', hunks: [{ from: 0, to: 0, insert: 'Ben Ada ' }] });
});

it('answers null for a file of which nothing is known, and says so of a point that never was', async () => {
  const project = await openProject({ 'a.txt': 'first\n' });
  expect((await project.ask('history.timeline', { query: { path: 'a.txt' } })).json.timeline).toBeNull();
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'second\n', headers: { 'if-match': '*' } });
  const { id } = await timelineOf(project, 'a.txt');
  const { status, json } = await project.ask('history.text', { query: { id, point: 9 } });
  expect([status, json.code]).toEqual([404, 'history_unknown']);
});

it('gives an open file an earlier text in every editor, and takes that back', async () => {
  const project = await openProject({ 'a.txt': 'one\ntwo\n' });
  const editor = await Editor.open(project, 'a.txt', ada);
  editor.type(4, 'new ');
  await editor.saved();
  const { id } = await timelineOf(project, 'a.txt');
  const { json } = await project.ask('history.restore', { body: { id, point: 0 } });
  await editor.until(() => editor.content === 'one\ntwo\n');
  expect(json).toEqual({ path: 'a.txt', before: 1 });
  expect(await onDisk(project, 'a.txt')).toBe('one\ntwo\n');
  await project.ask('history.restore', { body: { id, point: json.before } });
  await editor.until(() => editor.content === 'one\nnew two\n');
  expect((await timelineOf(project, 'a.txt')).bursts.map(({ author }) => author.name)).toEqual(['Ada', 'Žofie']);
});

it('records files that nobody has open, and what nobody told of', async () => {
  const project = await openProject({ 'a.txt': 'one\r\ntwo\r\n' });
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'one\r\n2\r\n', headers: { 'if-match': '*' } });
  await writeFile(join(project.root, 'a.txt'), 'one\r\n2\r\nthree\r\n');
  await utimes(join(project.root, 'a.txt'), 1000, 1000);
  const { id, bursts } = await timelineOf(project, 'a.txt');
  expect(bursts.map(({ author }) => author.kind)).toEqual(['person', 'unknown']);
  await project.ask('history.restore', { body: { id, point: 0 } });
  expect(await onDisk(project, 'a.txt')).toBe('one\r\ntwo\r\n');
  const after = await timelineOf(project, 'a.txt');
  expect(after.bursts.at(-1)?.author).toEqual({ kind: 'person', id: 'u1', name: 'Žofie' });
});

it('tells of programs that write files which nobody has open', async () => {
  const project = await openProject({ 'a.txt': 'one\n' });
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'two\n', headers: { 'if-match': '*' } });
  await writeFile(join(project.root, 'a.txt'), 'two\nthree\n');
  const { bursts } = await timelineOf(project, 'a.txt');
  expect(bursts.map(({ author }) => author.kind)).toEqual(['person', 'program']);
});

it('tells who replaced a word in files', async () => {
  const project = await openProject({ 'a.txt': 'old\n', 'b.txt': 'old\n' });
  const editor = await Editor.open(project, 'b.txt', ada);
  const place = { line: 1, start: 0, end: 3, found: 'old', replacement: 'new' };
  const files = ['a.txt', 'b.txt'].map((path) => ({ path, places: [place] }));
  await project.ask('search.replace', { body: { files } });
  await editor.until(() => editor.content === 'new\n');
  for (const path of ['a.txt', 'b.txt']) {
    const { bursts } = await timelineOf(project, path);
    expect(bursts.map(({ author }) => author.name)).toEqual(['Žofie']);
  }
});

it('sees each write of a program, while a page watches', async () => {
  const project = await openProject({ 'a.txt': 'one\n' });
  const page = await project.page();
  page.send({ type: 'watch.start' });
  await page.message('watch.state', ({ watch }) => watch.status === 'watching');
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'two\n', headers: { 'if-match': '*' } });
  const { id } = await timelineOf(project, 'a.txt');
  for (const text of ['three', 'four']) {
    await writeFile(join(project.root, 'a.txt'), text);
    // Asked for a point, the history does not look at the disk.
    const last = async (): Promise<number> =>
      (await project.ask('history.part', { query: { id, point: 0 } })).json.edits.length;
    await expect.poll(last, { timeout: 5000 }).toBe(text === 'three' ? 2 : 3);
  }
});

it('brings a deleted file back, also one that an editor shows', async () => {
  const project = await openProject({ 'a.txt': 'one\n', 'sub/b.txt': 'b\n' });
  const editor = await Editor.open(project, 'a.txt', ada);
  editor.type(0, 'open ');
  await editor.saved();
  await project.ask('files.write', { query: { path: 'sub/b.txt' }, body: 'b2\n', headers: { 'if-match': '*' } });
  await rm(join(project.root, 'a.txt'));
  await rm(join(project.root, 'sub'), { recursive: true });
  await editor.event('deleted');

  const { files } = (await project.ask('history.deleted')).json as {
    files: { id: string; path: string; last: number }[];
  };
  expect(files.map(({ path }) => path).toSorted()).toEqual(['a.txt', 'sub/b.txt']);
  for (const { id, last } of files) {
    const { json } = await project.ask('history.restore', { body: { id, point: last } });
    expect(json.before).toBeNull();
  }
  expect(await onDisk(project, 'a.txt')).toBe('open one\n');
  expect(await onDisk(project, 'sub/b.txt')).toBe('b2\n');
  expect((await project.ask('history.deleted')).json.files).toEqual([]);
});

it('follows a file that is moved', async () => {
  const project = await openProject({ 'a.txt': 'one\n' });
  const editor = await Editor.open(project, 'a.txt', ada);
  editor.type(0, '1 ');
  await editor.saved();
  await project.ask('files.move', { body: { entries: [{ from: 'a.txt', to: 'b.txt' }] } });
  editor.type(0, '2 ');
  await editor.saved();
  const { path, bursts } = await timelineOf(project, 'b.txt');
  expect([path, bursts[0]?.added]).toEqual(['b.txt', 4]);
  expect((await project.ask('history.deleted')).json.files).toEqual([]);
});

it('is there after the host was killed, and goes on', { timeout: 60_000 }, async () => {
  const project = await spawnProject();
  await writeFile(join(project.root, 'a.txt'), 'one\n');
  const editor = await Editor.open(project, 'a.txt', ada);
  editor.type(0, 'before ');
  await editor.saved();
  await timelineOf(project, 'a.txt');
  project.process.kill('SIGKILL');
  await editor.until(() => !editor.synced);
  await project.restart();
  await writeFile(join(project.root, 'a.txt'), 'before one\nasleep\n');
  const again = await Editor.open(project, 'a.txt', ben);
  again.type(0, 'after ');
  await again.saved();
  const { id, last, bursts } = await timelineOf(project, 'a.txt');
  expect(bursts.map(({ author }) => author.name ?? author.kind)).toEqual(['Ada', 'program', 'Ben']);
  expect(await textAt(project, id, last)).toBe('after before one\nasleep\n');
});

it('says what it takes, and keeps only what was asked for', async () => {
  const project = await openProject({ 'a.txt': 'one\n' });
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'two\n', headers: { 'if-match': '*' } });
  await timelineOf(project, 'a.txt');
  const before = (await project.ask('history.usage')).json;
  expect(before).toMatchObject({ files: 1, retention: { days: 30 } });
  expect(before.bytes).toBeGreaterThan(0);
  const refused = await project.ask('history.keep', { body: { days: 0, bytes: 1 } });
  expect(refused.status).toBe(400);
  const kept = await project.ask('history.keep', { body: { days: 7, bytes: 1_000_000 } });
  expect(kept.json).toMatchObject({ files: 1, retention: { days: 7, bytes: 1_000_000 } });
});

it('may be looked at without the right to write, and changes nothing then', async () => {
  const project = await openProject({ 'a.txt': 'one\n' });
  await project.ask('files.write', { query: { path: 'a.txt' }, body: 'two\n', headers: { 'if-match': '*' } });
  const { id } = await timelineOf(project, 'a.txt');
  const refused = await project.ask('history.restore', { body: { id, point: 0 }, capabilities: ['read'] });
  expect(refused.json.code).toBe('capability_missing');
  expect(await onDisk(project, 'a.txt')).toBe('two\n');
});
