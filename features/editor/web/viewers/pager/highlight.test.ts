import { expect, it } from 'vitest';
import { cutRow } from './highlight.ts';

const row = { line: 7, start: 100, text: 'süß und süß' };

it('cuts a row at bytes, not at letters', () => {
  const matches = [
    { line: 7, offset: 100, length: 5 },
    { line: 7, offset: 110, length: 5 },
  ];
  expect(cutRow(row, matches, matches[1])).toEqual([
    { text: 'süß', match: 'some' },
    { text: ' und ', match: 'none' },
    { text: 'süß', match: 'current' },
  ]);
});

it('shows the part of a match that lies in this row', () => {
  const matches = [
    { line: 1, offset: 0, length: 5 },
    { line: 6, offset: 95, length: 6 },
    { line: 7, offset: 113, length: 90 },
  ];
  expect(cutRow(row, matches, undefined)).toEqual([
    { text: 's', match: 'some' },
    { text: 'üß und sü', match: 'none' },
    { text: 'ß', match: 'some' },
  ]);
});

it('leaves a row without matches whole', () => {
  expect(cutRow(row, [], undefined)).toEqual([{ text: row.text, match: 'none' }]);
  expect(cutRow({ ...row, text: '' }, [], undefined)).toEqual([]);
});
