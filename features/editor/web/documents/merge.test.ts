import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, writeText } from './file-bytes.ts';
import { changesBetween, mergeChanges, overlap } from './merge.ts';

const lines = fc.array(fc.constantFrom('', 'a', 'b', 'let x = 1', '}', 'ü🦊'), { minLength: 1, maxLength: 30 });
const text = lines.map((list) => Text.of(list));

const edit = (base: Text) =>
  fc
    .tuple(fc.nat(base.length), fc.nat(base.length), fc.constantFrom('', 'x', 'new\nline', '\n'))
    .map(([a, b, insert]) =>
      ChangeSet.of({ from: Math.min(a, b), to: Math.max(a, b), insert: Text.of(insert.split('\n')) }, base.length),
    );

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

describe('mergeChanges', () => {
  it('gives one text whichever change comes first', () => {
    const both = text.chain((base) => fc.tuple(fc.constant(base), edit(base), edit(base)));
    fc.assert(
      fc.property(both, ([base, ours, theirs]) => {
        const merged = mergeChanges(ours, theirs);
        const one = merged.incoming.apply(ours.apply(base));
        const other = merged.ours.apply(theirs.apply(base));
        expect(one.toString()).toBe(other.toString());
      }),
    );
  });

  it('keeps both edits of different lines', () => {
    const base = Text.of(['one', 'two', 'three']);
    const ours = ChangeSet.of({ from: 0, insert: 'my ' }, base.length);
    const theirs = ChangeSet.of({ from: base.length, insert: ' theirs' }, base.length);
    expect(overlap(base, ours, theirs)).toBe(false);
    expect(mergeChanges(ours, theirs).incoming.apply(ours.apply(base)).toString()).toBe('my one\ntwo\nthree theirs');
  });
});

describe('overlap', () => {
  it('sees two edits of one line, and two insertions at one place', () => {
    const base = Text.of(['one two', 'three']);
    const start = ChangeSet.of({ from: 0, insert: 'a' }, base.length);
    const end = ChangeSet.of({ from: 7, insert: 'b' }, base.length);
    const next = ChangeSet.of({ from: 8, insert: 'c' }, base.length);
    expect(overlap(base, start, end)).toBe(true);
    expect(overlap(base, start, start)).toBe(true);
    expect(overlap(base, start, next)).toBe(false);
  });
});

describe('file bytes', () => {
  const content = fc
    .array(fc.constantFrom('a', '\n', '\r\n', '\r', '\uFEFF', 'ü', '🦊', '\t'), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('are written back exactly as they were read', () => {
    fc.assert(
      fc.property(content, (source) => {
        const bytes = new TextEncoder().encode(source);
        const read = readText(bytes);
        expect(read && writeText(read)).toEqual(bytes);
      }),
    );
  });

  it('are not text when they are not UTF-8', () => {
    expect(readText(new Uint8Array([0xff, 0xfe, 0x41]))).toBeUndefined();
  });
});
