import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDiff } from './line-diff.ts';
import { type Rebased, rebase } from './rebase.ts';

function join(base: string, ours: string, theirs: string): Rebased & { merged: string; agreed: boolean } {
  const text = Text.of(base.split('\n'));
  const typed = lineDiff(base, ours);
  const written = lineDiff(base, theirs);
  const rebased = rebase(text, typed, written);
  const merged = rebased.incoming.apply(typed.apply(text)).toString();
  const agreed = rebased.ours.apply(written.apply(text)).toString() === merged;
  return { ...rebased, merged, agreed };
}

const someText = fc
  .array(fc.constantFrom('', 'a', 'b', 'let x = 1', '}', 'ü🦊', '🐻x'), { maxLength: 12 })
  .map((l) => l.join('\n'));

describe('rebase', () => {
  it('leads both sides to one text, whatever they did', () => {
    fc.assert(
      fc.property(someText, someText, someText, (base, ours, theirs) => {
        expect(join(base, ours, theirs).agreed).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps edits of different lines, also of neighbouring ones', () => {
    const { merged, collisions } = join('one\ntwo\nthree\n', 'one!\ntwo\nthree\n', 'one\ntwo?\nthree\n');
    expect(merged).toBe('one!\ntwo?\nthree\n');
    expect(collisions).toEqual([]);
  });

  it('does once what both did alike', () => {
    const { merged, collisions } = join('a\nb\nc\n', 'a\nnew\nb\nc\nmine\n', 'theirs\na\nnew\nb\nc\n');
    expect(merged).toBe('theirs\na\nnew\nb\nc\nmine\n');
    expect(collisions).toEqual([]);
  });

  it('does it once also where it could stand at several equal lines, and one of them did more', () => {
    const base = 'a\n\nb\nc\n\n\n\n}\nd\ne\n\n';
    const ours = 'a\nb\n\nc\n\n said\n\n}\nd\ne\n\n';
    const theirs = 'a\nb\n\nc\n\n said\n\n}\nd }\ne \n more\n\n';
    expect(join(base, ours, theirs)).toMatchObject({ merged: theirs, collisions: [] });
  });

  it('says which lines both changed, and keeps the words of both', () => {
    const { merged, collisions } = join('a\nb\nc\n', 'a\nb mine\nc\n', 'x\na\nb theirs\nc\n');
    expect(merged).toBe('x\na\nb mine\nb theirs\nc\n');
    expect(collisions).toEqual([[3, 4]]);
  });

  it('lets different words of one line stand, and says so', () => {
    const { merged, collisions } = join('call(one, two)\n', 'call(one, three)\n', '  call(one, two)\n');
    expect(merged).toBe('  call(one, three)\n');
    expect(collisions).toEqual([[1, 1]]);
  });

  it('keeps both versions of the last line of a file that does not end in a line feed', () => {
    expect(join('a\nb', 'a\nmine', 'a\ntheirs').merged).toBe('a\nmine\ntheirs');
  });

  it('keeps a line that one side edits and the other deletes', () => {
    const { merged, collisions } = join('a\nb\nc\nd\n', 'a\nb mine\nc\nd\n', 'a\nd\n');
    expect(merged).toBe('a\nb mine\nd\n');
    expect(collisions).toHaveLength(1);
  });

  it('goes on typing where the disk saw the beginning of it', () => {
    const { merged } = join('a\n\nc\n', 'a\nhello world\nc\n', 'a\nhello\nc\nd\n');
    expect(merged).toBe('a\nhello world\nc\nd\n');
    expect(join('a\n\nc\n', 'a\nhello\nc\n', 'a\nhello world\nc\n').merged).toBe('a\nhello world\nc\n');
  });

  it('puts a line that a program appends before the one that is being typed', () => {
    expect(join('log\n', 'log\nhal', 'log\nwhole\n').merged).toBe('log\nwhole\nhal');
  });
});
