import { expect, it } from 'vitest';
import { hexText, letterText, offsetText, parseOffset } from './bytes.ts';

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
