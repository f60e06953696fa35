import { expect, it } from 'vitest';
import { hexRow, hexText, letterText, offsetText, parseOffset } from './bytes.ts';

it('writes places, bytes and letters', () => {
  expect(offsetText(255, 1000)).toBe('000000ff');
  expect(offsetText(0, 2 ** 40)).toBe('00000000000');
  expect([0, 10, 255, undefined].map(hexText)).toEqual(['00', '0a', 'ff', '  ']);
  expect([65, 126, 10, 200, undefined].map(letterText)).toEqual(['A', '~', '·', '·', ' ']);
});

it('reads a place in hexadecimal and decimal, within the file', () => {
  expect(['0xFF', '255', ' 10 ', 'ff', '-1', '', '1000'].map((text) => parseOffset(text, 1000))).toEqual([
    255,
    255,
    10,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it('writes rows in groups of eight, also from the middle of one', () => {
  const bytes = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  expect(hexRow(bytes)).toBe('00 01 02 03 04 05 06 07  08 ');
  expect(hexRow(bytes.slice(6), 6)).toBe('06 07  08 ');
});
