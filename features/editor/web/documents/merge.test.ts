import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, hunksOf } from './merge.ts';

const lines = fc.array(fc.constantFrom('', 'a', 'b', 'let x = 1', '}', 'ü🦊'), { minLength: 1, maxLength: 30 });
const text = lines.map((list) => Text.of(list));

describe('changesBetween', () => {
  it('leads from any text to any other', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        expect(changesBetween(from, to).apply(from).eq(to)).toBe(true);
      }),
    );
  });

  it('leaves alone what did not change', () => {
    const from = Text.of(Array.from({ length: 500 }, (_, line) => `line ${line}`));
    const to = from.replace(from.line(250).from, from.line(250).to, Text.of(['changed']));
    const touched: number[] = [];
    changesBetween(from, to).iterChangedRanges((start) => touched.push(from.lineAt(start).number));
    expect(new Set(touched)).toEqual(new Set([250]));
  });
});

describe('hunksOf', () => {
  it('gives what was replaced by what, in the order of the text', () => {
    const changes = ChangeSet.of(
      [
        { from: 6, insert: 'x' },
        { from: 0, to: 3, insert: 'uno' },
      ],
      7,
    );
    expect(hunksOf(changes).map(({ from, to, insert }) => [from, to, insert.toString()])).toEqual([
      [0, 3, 'uno'],
      [6, 6, 'x'],
    ]);
  });
});
