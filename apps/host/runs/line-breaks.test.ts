import { expect, it } from 'vitest';
import { LineBreaks, withoutScreenfuls } from './line-breaks.ts';

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

it('leaves out the empty lines by which a tool clears its screen', () => {
  expect(withoutScreenfuls(`> vite\n${'\n'.repeat(22)}\u001b[1;1H\u001b[0J\n  ready`)).toBe(
    '> vite\n\n\u001b[1;1H\u001b[0J\n  ready',
  );
  expect(withoutScreenfuls('a\n\n\n\nb')).toBe('a\n\n\n\nb');
});
