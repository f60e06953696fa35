import { ChangeSet, Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rebaseEdits } from './rebase.ts';

const text = fc
  .array(fc.constantFrom('alpha', 'beta', 'gamma()', '', '}', 'ü🦊'), { minLength: 1, maxLength: 12 })
  .map((lines) => Text.of(lines));

const moved = (base: string, ours: string, fresh: string): string => {
  const [from, to, now] = [base, ours, fresh].map((content) => Text.of(content.split('\n'))) as [Text, Text, Text];
  return rebaseEdits(from, to, now).apply(now).toString();
};

describe('edits that move to a new history', () => {
  it('all arrive when nothing had', () => {
    fc.assert(
      fc.property(text, text, (base, ours) => {
        expect(rebaseEdits(base, ours, base).apply(base).toString()).toBe(ours.toString());
      }),
    );
  });

  it('are not repeated when all had arrived', () => {
    fc.assert(
      fc.property(text, text, (base, ours) => {
        expect(rebaseEdits(base, ours, ours).empty).toBe(true);
      }),
    );
  });

  it('are completed when a part had arrived', () => {
    fc.assert(
      fc.property(text, fc.string({ maxLength: 12 }), fc.nat(12), (base, typed, arrived) => {
        const added = (letters: string): string => `${base.toString()}\n${letters}`;
        expect(moved(base.toString(), added(`>${typed}`), added(`>${typed.slice(0, arrived)}`))).toBe(
          added(`>${typed}`),
        );
      }),
    );
  });

  it('keep what others did meanwhile', () => {
    expect(moved('one\ntwo\nthree', 'one!\ntwo\nthree', 'one\ntwo\nthree, from them')).toBe(
      'one!\ntwo\nthree, from them',
    );
  });

  it('keep both sides of one line', () => {
    const both = moved('one', 'one mine', 'one theirs');
    expect(both).toContain('mine');
    expect(both).toContain('theirs');
  });

  it('fit any fresh text', () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, fresh) => {
        expect(rebaseEdits(base, ours, fresh)).toBeInstanceOf(ChangeSet);
        expect(rebaseEdits(base, ours, fresh).length).toBe(fresh.length);
      }),
    );
  });
});
