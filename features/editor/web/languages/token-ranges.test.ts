import { Text } from '@codemirror/state';
import { expect, it } from 'vitest';
import { tokenRanges } from './token-ranges.ts';

const types = ['variable', 'class', 'parameter'];

it('finds names by their distance from the one before', () => {
  const doc = Text.of(['class A {}', '', 'let b = (a) => a']);
  const found = tokenRanges(doc, types, [0, 6, 1, 1, 2, 4, 1, 0, 0, 5, 1, 2, 0, 6, 1, 2]);
  expect(found.map(({ from, to, value }) => [doc.sliceString(from, to), from, value.spec.class])).toEqual([
    ['A', 6, 'cm-token-type'],
    ['a', 21, 'cm-token-parameter'],
    ['a', 27, 'cm-token-parameter'],
  ]);
});

it('leaves out what is beyond the text', () => {
  expect(tokenRanges(Text.of(['ab']), types, [0, 1, 5, 1, 4, 0, 1, 1])).toEqual([]);
});
