import { expect, it } from 'vitest';
import { compareWithGit, randomCases, tally } from './testing/git-merge.ts';

// The bench `text-merge` does the same with many thousands of cases.
it(
  'merges like git: the same text where git is clean, and where it is not, nothing is lost',
  { timeout: 60_000 },
  async () => {
    const compared = await compareWithGit(randomCases(800, 20_261_123));
    const { clean, different, conflicts, collisions, neighbours } = tally(compared);
    expect(clean).toBeGreaterThan(300);
    expect(different).toEqual([]);
    expect((collisions + neighbours) / conflicts).toBeGreaterThan(0.995);
    for (const { texts, own } of compared) {
      for (const side of [texts.ours, texts.theirs]) expect(missingFrom(own.merged, texts.base, side)).toEqual([]);
    }
  },
);

/** The words that a side brought and the merged text does not have. */
function missingFrom(merged: string, base: string, side: string): string[] {
  const had = new Set(words(base));
  const has = new Set(words(merged));
  return words(side).filter((word) => !had.has(word) && !has.has(word));
}

const words = (text: string): string[] => text.match(/name\d+/g) ?? [];
