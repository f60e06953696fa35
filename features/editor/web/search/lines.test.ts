import { expect, it } from 'vitest';
import { countMatches, piecesOf, toLines, toReplace } from './lines.ts';
import type { SearchMatch } from './search-project.ts';

const match = (path: string, line: number, text: string, ...ranges: SearchMatch['ranges']): SearchMatch => ({
  type: 'match',
  path,
  line,
  text,
  ranges,
});

it('puts matches below their file and hides those of a closed one', () => {
  const matches = [
    match('a', 1, 'x', { start: 0, end: 1 }),
    match('b', 1, 'xx', { start: 0, end: 1 }, { start: 1, end: 2 }),
  ];
  const lines = toLines(matches, new Set(['b']));
  expect(lines.map((line) => (line.kind === 'file' ? [line.path, line.count, line.open] : line.match.line))).toEqual([
    ['a', 1, true],
    1,
    ['b', 2, false],
  ]);
  expect(countMatches(matches)).toEqual({ matches: 3, files: 2 });
});

it('hands over only replacements that the search showed', () => {
  const shown = match('a', 3, 'ab', { start: 0, end: 1, found: 'a', replacement: 'c' }, { start: 1, end: 2 });
  expect(toReplace([shown, match('b', 1, 'a', { start: 0, end: 1 })])).toEqual([
    { path: 'a', places: [{ line: 3, start: 0, end: 1, found: 'a', replacement: 'c' }] },
  ]);
});

it('draws what was found and what would stand there, from a little before it in a long line', () => {
  const pieces = piecesOf(
    match('a', 1, `${'-'.repeat(100)}old;`, { start: 100, end: 103, found: 'old', replacement: 'new' }),
  );
  expect(pieces.map(({ text, kind }) => [text, kind])).toEqual([
    ['-'.repeat(30), 'plain'],
    ['old', 'found'],
    ['new', 'replacement'],
    [';', 'plain'],
  ]);
});
