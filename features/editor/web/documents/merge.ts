import { diff } from '@codemirror/merge';
import { ChangeSet, type Text } from '@codemirror/state';

/** How hard the difference is searched for: beyond this the rest of the text counts as replaced. */
const effort = { scanLimit: 1000, timeout: 300 };

/** The smallest changes found that turn `from` into `to`. */
export function changesBetween(from: Text, to: Text): ChangeSet {
  if (from.eq(to)) return ChangeSet.empty(from.length);
  const changes = diff(from.toString(), to.toString(), effort).map((change) => ({
    from: change.fromA,
    to: change.toA,
    insert: to.slice(change.fromB, change.toB),
  }));
  return ChangeSet.of(changes, from.length);
}

/** A replaced range of the text before. */
export type Hunk = { readonly from: number; readonly to: number; readonly insert: Text };

/** The ranges that changes replace, in the order of the text. */
export function hunksOf(changes: ChangeSet): Hunk[] {
  const hunks: Hunk[] = [];
  // oxlint-disable-next-line max-params -- CodeMirror calls it so
  changes.iterChanges((from, to, _fromB, _toB, insert) => hunks.push({ from, to, insert }), true);
  return hunks;
}
