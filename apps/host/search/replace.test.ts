import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ReplacePlace, SearchLine } from '../contract/index.ts';
import { openProject, type Project } from '../testing/project.ts';

type Places = { path: string; places: ReplacePlace[] }[];

async function find(project: Project, body: object): Promise<Places> {
  const { bytes } = await project.ask('search', { body });
  const lines = bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SearchLine);
  return lines.flatMap((line) =>
    line.type === 'match'
      ? [
          {
            path: line.path,
            places: line.ranges.map(({ start, end, found = '', replacement = '' }) => ({
              line: line.line,
              start,
              end,
              found,
              replacement,
            })),
          },
        ]
      : [],
  );
}

const read = (project: Project, path: string): Promise<string> => readFile(join(project.root, path), 'utf8');

it('replaces exactly what the search showed, with groups, and takes all of it back', async () => {
  const before = { 'a.js': 'add(1, 2);\nadd(x, "ß");\n', 'src/b.js': 'return add(a, b) + add(c, d);\n' };
  const project = await openProject(before);
  const files = await find(project, { query: 'add\\(([^,]+), ([^)]+)\\)', regex: true, replacement: 'sum($2, $1)' });
  const { json } = await project.ask('search.replace', { body: { files } });
  expect(json.failed).toEqual([]);
  expect(await read(project, 'a.js')).toBe('sum(2, 1);\nsum("ß", x);\n');
  expect(await read(project, 'src/b.js')).toBe('return sum(b, a) + sum(d, c);\n');

  const undone = await project.ask('search.undo', { body: { undo: json.undo } });
  expect(undone.json.restored.toSorted()).toEqual(['a.js', 'src/b.js']);
  expect(await read(project, 'a.js')).toBe(before['a.js']);
  expect(await read(project, 'src/b.js')).toBe(before['src/b.js']);
  const again = await project.ask('search.undo', { body: { undo: json.undo } });
  expect(again.json.code).toBe('undo_expired');
});

it('takes a dollar for a dollar unless the search is an expression', async () => {
  const project = await openProject({ 'price.txt': 'cost: 5\n' });
  const files = await find(project, { query: 'cost', replacement: '$1 $$ $x' });
  await project.ask('search.replace', { body: { files } });
  expect(await read(project, 'price.txt')).toBe('$1 $$ $x: 5\n');
});

it('leaves a place alone that changed since the search, and does the others', async () => {
  const project = await openProject({ 'a.txt': 'old one\nold two\n' });
  const files = await find(project, { query: 'old', replacement: 'new' });
  await writeFile(join(project.root, 'a.txt'), 'odd one\nold two\n');
  const { json } = await project.ask('search.replace', { body: { files } });
  expect(json.files).toEqual([{ path: 'a.txt', replaced: 1, skipped: 1 }]);
  expect(await read(project, 'a.txt')).toBe('odd one\nnew two\n');
});

it('keeps what was edited since when it takes a replacement back', async () => {
  const project = await openProject({ 'a.txt': 'old one\n\nold two\n' });
  const files = await find(project, { query: 'old', replacement: 'new' });
  const { json } = await project.ask('search.replace', { body: { files } });
  await writeFile(join(project.root, 'a.txt'), 'first\nnew one\n\nNEWER two\n');
  const undone = await project.ask('search.undo', { body: { undo: json.undo } });
  expect(undone.json.conflicts).toEqual(['a.txt']);
  expect(await read(project, 'a.txt')).toBe('first\nold one\n\nNEWER two\n');
});

it('replaces across lines and keeps Windows line endings and the byte order mark', async () => {
  const project = await openProject({ 'w.txt': '\ufeffone\r\ntwo\r\nthree\r\n' });
  expect(await find(project, { query: 'one\\r?\\ntwo', regex: true })).toHaveLength(1);
  const across = await find(project, { query: 'one\ntwo', replacement: '2\n1' });
  await project.ask('search.replace', { body: { files: across } });
  expect(await read(project, 'w.txt')).toBe('\ufeff2\r\n1\r\nthree\r\n');
});

it('says which file could not be written and does the rest', async () => {
  const project = await openProject({ 'a.txt': 'old\n', 'gone.txt': 'old\n' });
  const files = await find(project, { query: 'old', replacement: 'new' });
  const outside = { path: '../outside.txt', places: [{ line: 1, start: 0, end: 3, found: 'old', replacement: 'new' }] };
  const { json } = await project.ask('search.replace', { body: { files: [outside, ...files] } });
  expect(json.failed).toMatchObject([{ path: '../outside.txt', code: 'path_invalid' }]);
  expect(await read(project, 'a.txt')).toBe('new\n');
});

it('needs the right to write', async () => {
  const project = await openProject({ 'a.txt': 'old\n' });
  const files = await find(project, { query: 'old', replacement: 'new' });
  const { status } = await project.ask('search.replace', { body: { files }, capabilities: ['read'] });
  expect(status).toBe(403);
  expect(await read(project, 'a.txt')).toBe('old\n');
});
