import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { RouteAnswer } from '../contract/index.ts';
import { pagerRowLimit } from '../contract/pager.ts';
import { openProject, type Project } from '../testing/project.ts';

type Rows = RouteAnswer<'pager.rows'>;

async function rowsOf(project: Project, query: Record<string, string | number>): Promise<Rows> {
  return (await project.ask('pager.rows', { query: { path: 'file', ...query } })).json;
}

it('gives rows from a line, from a row and around a byte', async () => {
  const project = await openProject({ file: 'one\r\ntwo\nthree\n' });
  const whole = await rowsOf(project, {});
  expect(whole).toMatchObject({ rows: 3, lines: 3, complete: true, from: 0, size: 15 });
  expect(whole.entries).toEqual([
    { line: 1, start: 0, text: 'one' },
    { line: 2, start: 5, text: 'two' },
    { line: 3, start: 9, text: 'three' },
  ]);
  expect((await rowsOf(project, { line: 2, count: 1 })).entries.map(({ text }) => text)).toEqual(['two']);
  expect((await rowsOf(project, { offset: 11 })).entries.map(({ text }) => text)).toEqual(['three']);
  expect(await rowsOf(project, { line: 9 })).toMatchObject({ entries: [] });
});

it('has no rows for an empty file', async () => {
  expect(await rowsOf(await openProject({ file: '' }), {})).toMatchObject({ rows: 0, complete: true, entries: [] });
});

it('cuts long lines between characters and loses nothing', { timeout: 60_000 }, async () => {
  const project = await openProject({ file: '' });
  const piece = fc.oneof(
    fc.constant('\n'),
    fc.constant('x'.repeat(pagerRowLimit - 1)),
    fc.constant('ж'.repeat(3000)),
    fc.constant('🦊'.repeat(5000)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const text = pieces.join('').replaceAll('\r', '');
      await writeFile(join(project.root, 'file'), text);
      const { entries, lines } = await rowsOf(project, { count: 2000 });
      const joined = entries.map((entry, at) => (at > 0 && entry.line !== null ? '\n' : '') + entry.text).join('');
      expect(joined).toBe(text.replace(/\n$/, ''));
      expect(lines).toBe(text === '' ? 0 : text.replace(/\n$/, '').split('\n').length);
      for (const { start, text: own } of entries) {
        expect(Buffer.from(text).subarray(start).toString().startsWith(own)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

/** `line 1`, `line 2`, ..., each of 100 bytes. */
async function writeLines(project: Project, lines: number): Promise<void> {
  const handle = await open(join(project.root, 'file'), 'w');
  for (let first = 1; first <= lines; first += 10_000) {
    const numbers = Array.from({ length: Math.min(10_000, lines - first + 1) }, (_, at) => first + at);
    await handle.write(numbers.map((number) => `line ${number}`.padEnd(99, '.')).join('\n') + '\n');
  }
  await handle.close();
}

it('goes to any line of a large file and finds in it', { timeout: 60_000 }, async () => {
  const project = await openProject();
  await writeLines(project, 1_000_000);
  const counted = await vi.waitFor(
    async () => {
      const answer = await rowsOf(project, { line: 999_999, count: 5 });
      if (!answer.complete) throw new Error(`${answer.counted} bytes were counted`);
      return answer;
    },
    { timeout: 30_000 },
  );
  expect(counted).toMatchObject({ lines: 1_000_000, rows: 1_000_000, from: 999_998 });
  expect(counted.entries[0]).toMatchObject({ line: 999_999, start: 99_999_800 });
  const found = await project.ask('pager.find', { query: { path: 'file', query: 'LINE 777777.' } });
  expect(found.json).toEqual({ matches: [{ line: 777_777, offset: 77_777_600, length: 12 }], truncated: false });
  const there = await rowsOf(project, { offset: 77_777_600, count: 1 });
  expect(there.entries[0]?.text).toMatch(/^line 777777\./);
});

it('counts a file again when it changed', async () => {
  const project = await openProject({ file: 'a\nb\n' });
  const before = await rowsOf(project, {});
  await writeFile(join(project.root, 'file'), 'a\nb\nc\n');
  const after = await rowsOf(project, {});
  expect(after.lines).toBe(3);
  expect(after.version).not.toBe(before.version);
});

it('refuses a pattern that is none and a path that leaves the project', async () => {
  const project = await openProject({ file: 'a' });
  const invalid = await project.ask('pager.find', { query: { path: 'file', query: '(', regex: true } });
  expect(invalid.json.code).toBe('search_invalid');
  expect((await project.ask('pager.find', { query: { path: '../x', query: 'a' } })).json.code).toBe('path_invalid');
  expect((await project.ask('pager.rows', { query: { path: '' } })).json.code).toBe('not_a_file');
});
