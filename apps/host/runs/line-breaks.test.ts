import { expect, it } from 'vitest';
import { LineBreaks } from './line-breaks.ts';

const through = (...pieces: string[]): string => {
  const breaks = new LineBreaks();
  return pieces.map((piece) => breaks.take(piece)).join('');
};

it('gives the line feeds that the program wrote', () => {
  expect(through('one\r\ntwo\r', '\nthree\r\r\n')).toBe('one\ntwo\nthree\n');
});

it('leaves returns that start a line over', () => {
  expect(through('10 %\r', '20 %\r', '30 %\r\n')).toBe('10 %\r20 %\r30 %\n');
});
