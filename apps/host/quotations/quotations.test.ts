import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Placed, Quotation } from '../contract/quotations.ts';
import { Editor } from '../documents/testing/stock-client.ts';
import { fromAnchor, toAnchor } from '../documents/text/anchors.ts';
import { quoteText } from '../documents/text/quote.ts';
import { git } from '../git/run-git.ts';
import { openProject, type Project, spawnProject } from '../testing/project.ts';

/** Watchers tell of changes after a moment, longer on a machine that does much else. */
const patience = { timeout: 20_000 };

const file = 'first line\nsecond line\nthird line\nfourth line\nfifth line\n';

function quote(editor: Editor, path: string, words: string, commit: string | null = null): Quotation {
  const from = editor.content.indexOf(words);
  const [document = '', epoch = ''] = editor.name.split('.');
  return {
    path,
    document,
    epoch: Number(epoch),
    start: toAnchor(editor.text, from, 0),
    end: toAnchor(editor.text, from + words.length, -1),
    ...quoteText(editor.content, from, from + words.length),
    commit,
    hash: createHash('sha256').update(editor.content).digest('hex'),
  };
}

async function find(project: Project, quotation: Quotation): Promise<Placed> {
  const { json } = await project.ask('quotations.find', { body: { quotations: [{ key: 'one', quotation }] } });
  return json.placed[0];
}

it('follows the very characters through what is typed around and inside of them', async () => {
  const project = await openProject({ 'a.txt': file });
  const editor = await Editor.open(project, 'a.txt');
  const quotation = quote(editor, 'a.txt', 'third line');
  editor.type(0, 'zero\n');
  editor.type(editor.content.indexOf('third') + 2, 'XX');
  await editor.until(() => editor.kept === editor.sent);
  const placed = await find(project, quotation);
  expect(placed).toMatchObject({ key: 'one', placement: 'followed', path: 'a.txt', lines: [4, 4] });
  const at = [placed.at?.start, placed.at?.end].map((anchor) => anchor && fromAnchor(editor.text, anchor));
  expect(editor.content.slice(at[0], at[1])).toBe('thXXird line');
});

it('finds the words where a program moved them, also while nobody has the file open', async () => {
  const project = await openProject({ 'a.txt': file });
  const editor = await Editor.open(project, 'a.txt');
  const quotation = quote(editor, 'a.txt', 'fourth line');
  editor.disconnect();
  await writeFile(join(project.root, 'a.txt'), `fourth line\n${file.replace('fourth line\n', '')}`);
  await expect.poll(() => find(project, quotation), patience).toMatchObject({ placement: 'found', lines: [1, 1] });
}, 60_000);

it('flags what stands in the same place, and says when nothing does', async () => {
  const project = await openProject({ 'a.txt': file });
  const editor = await Editor.open(project, 'a.txt');
  const quotation = quote(editor, 'a.txt', 'third line');
  await writeFile(join(project.root, 'a.txt'), file.replace('third line', 'XYZ'));
  await expect.poll(() => find(project, quotation), patience).toMatchObject({ placement: 'moved', lines: [3, 3] });
  await writeFile(join(project.root, 'a.txt'), 'nothing of it\n');
  await expect
    .poll(() => find(project, quotation), patience)
    .toMatchObject({ placement: 'gone', path: 'a.txt', at: null });
}, 60_000);

it('finds the file under its other name', async () => {
  const project = await openProject({ 'a.txt': file });
  const editor = await Editor.open(project, 'a.txt');
  const quotation = quote(editor, 'a.txt', 'third line');
  await rename(join(project.root, 'a.txt'), join(project.root, 'b.txt'));
  await expect
    .poll(() => find(project, quotation), { timeout: 5000 })
    .toMatchObject({
      placement: 'followed',
      path: 'b.txt',
    });
}, 60_000);

it('keeps to one of many equal lines by how the file changed since its commit, in another history of the file', async () => {
  const rows = `${Array.from({ length: 12 }, () => 'same();').join('\n')}\n`;
  const project = await openProject({ 'a.js': rows });
  const run = (...words: string[]) => git({ root: project.root, words });
  await run('init', '--quiet');
  await run('add', '.');
  await run('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'rows');
  const commit = (await run('rev-parse', 'HEAD')).trim();
  const editor = await Editor.open(project, 'a.js');
  const words = quoteText(rows, 8 * 5, 8 * 5 + 7);
  const quotation = { ...quote(editor, 'a.js', 'same();', commit), ...words, epoch: 999 };
  await writeFile(join(project.root, 'a.js'), `before();\nbefore();\n${rows}`);
  await expect.poll(() => find(project, quotation), patience).toMatchObject({ placement: 'found', lines: [8, 8] });
}, 60_000);

it('answers for files that are not there, and for whoever may only read', async () => {
  const project = await openProject({ 'a.txt': file });
  const quotation = quote(await Editor.open(project, 'a.txt'), 'a.txt', 'third line');
  const absent = { ...quotation, path: 'absent.txt', document: '00000000-0000-4000-8000-000000000000' };
  const { status, json } = await project.ask('quotations.find', {
    body: { quotations: [{ key: 'one', quotation: absent }] },
    capabilities: ['read'],
  });
  expect([status, json.placed]).toEqual([200, [{ key: 'one', placement: 'gone', path: null, lines: null, at: null }]]);
});

it('goes with a file that is moved while nobody has it open', async () => {
  const project = await spawnProject();
  await mkdir(join(project.root, 'src'));
  await writeFile(join(project.root, 'src/a.txt'), file);
  const editor = await Editor.open(project, 'src/a.txt');
  const quotation = quote(editor, 'src/a.txt', 'third line');
  await editor.until(() => editor.kept === editor.sent);
  editor.disconnect();
  project.process.kill('SIGTERM');
  await once(project.process, 'exit');
  await project.restart();
  const entries = [{ from: 'src', to: 'lib' }];
  expect((await project.ask('files.move', { body: { entries } })).status).toBe(200);
  expect(await find(project, quotation)).toMatchObject({ placement: 'followed', path: 'lib/a.txt', lines: [3, 3] });
}, 60_000);

it('stays with its words through a checkout and back', async () => {
  const project = await openProject({ 'a.txt': file });
  const run = (...words: string[]) => git({ root: project.root, words });
  const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  await run('init', '--quiet', '--initial-branch=main');
  await run('add', '.');
  await run(...author, 'commit', '--quiet', '-m', 'one');
  const editor = await Editor.open(project, 'a.txt');
  const quotation = quote(editor, 'a.txt', 'fourth line', (await run('rev-parse', 'HEAD')).trim());
  await run('checkout', '--quiet', '-b', 'other');
  await writeFile(join(project.root, 'a.txt'), `intro\nintro\n${file}`);
  await run(...author, 'commit', '--quiet', '--all', '-m', 'two');
  await expect.poll(() => find(project, quotation), patience).toMatchObject({ lines: [6, 6] });
  await run('checkout', '--quiet', 'main');
  await expect.poll(() => find(project, quotation), patience).toMatchObject({ placement: 'followed', lines: [4, 4] });
}, 60_000);
