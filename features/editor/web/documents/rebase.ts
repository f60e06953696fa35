import { ChangeSet, type Text } from '@codemirror/state';
import { changesBetween, hunksOf, type Hunk } from './merge.ts';

/**
 * Brings edits to a text that went another way from the same base: the file's history began anew while they waited.
 * What had arrived there before is left out, so that nothing is lost and nothing stands there twice.
 * @param base the text as it was confirmed, @param ours that text with the edits, @param fresh what the file is now
 * @returns what to apply to `fresh`
 */
export function rebaseEdits(base: Text, ours: Text, fresh: Text): ChangeSet {
  if (fresh.eq(ours)) return ChangeSet.empty(fresh.length);
  const theirs = changesBetween(base, fresh);
  const arrived = hunksOf(theirs);
  const waiting = hunksOf(changesBetween(base, ours)).flatMap((hunk) => subtract(hunk, arrived));
  return ChangeSet.of(waiting, base.length).map(theirs);
}

/** What of a hunk has not arrived: nothing when the same hunk did, the rest when its beginning did. */
function subtract(hunk: Hunk, arrived: readonly Hunk[]): Hunk[] {
  const same = arrived.find(({ from, to }) => from === hunk.from && to === hunk.to);
  if (!same) return [hunk];
  if (same.insert.eq(hunk.insert)) return [];
  const { length } = same.insert;
  const begun = length < hunk.insert.length && hunk.insert.slice(0, length).eq(same.insert);
  // The rest goes behind what arrived: at the end of the range, which is replaced already.
  return begun ? [{ from: hunk.to, to: hunk.to, insert: hunk.insert.slice(length) }] : [hunk];
}
