import { expect, it } from 'vitest';
import type { SearchLine } from '../contract/index.ts';
import { openProject, type Project } from '../testing/project.ts';

async function search(project: Project, body: object): Promise<SearchLine[]> {
  const { bytes } = await project.ask('search', { body });
  return bytes
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SearchLine);
}

const files = {
  'a.ts': 'const größe = 1;\n// Größe (x)\n',
  'src/b.py': 'x = "größe"\n',
  'node_modules/c.js': 'größe',
  '.gitignore': 'out\n',
  'out/d.txt': 'größe',
};

it('finds text with its columns, and leaves ignored and generated files out', async () => {
  const project = await openProject(files);
  const lines = await search(project, { query: 'größe' });
  expect(lines.at(-1)).toEqual({ type: 'end', matches: 3, truncated: false });
  expect(lines).toContainEqual({
    type: 'match',
    path: 'a.ts',
    line: 1,
    text: 'const größe = 1;\n',
    ranges: [{ start: 6, end: 11 }],
  });
  expect(new Set(lines.flatMap((line) => (line.type === 'match' ? [line.path] : [])))).toEqual(
    new Set(['a.ts', 'src/b.py']),
  );
});

it('honours case, words, expressions, and globs', async () => {
  const project = await openProject(files);
  const count = async (body: object): Promise<number> =>
    (await search(project, body)).filter((line) => line.type === 'match').length;
  expect(await count({ query: 'Größe', caseSensitive: true })).toBe(1);
  expect(await count({ query: 'größ', wholeWord: true })).toBe(0);
  expect(await count({ query: '(x)' })).toBe(1);
  expect(await count({ query: 'gr.ße \\(', regex: true })).toBe(1);
  expect(await count({ query: 'größe', include: ['src/**'] })).toBe(1);
  expect(await count({ query: 'größe', exclude: ['*.ts'] })).toBe(1);
  expect(await count({ query: '--files' })).toBe(0);
});

it('stops at the limit and says so, and explains a broken expression', async () => {
  const project = await openProject({ 'many.txt': 'hit\n'.repeat(1000) });
  const lines = await search(project, { query: 'hit', limit: 10 });
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toEqual({ type: 'end', matches: 10, truncated: true });
  const [error] = await search(project, { query: '(', regex: true });
  expect(error).toMatchObject({
    type: 'error',
    code: 'search_invalid',
    details: expect.stringContaining('unclosed group'),
  });
});
