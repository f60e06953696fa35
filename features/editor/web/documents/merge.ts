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

type Lines = { readonly first: number; readonly last: number };

/** The lines of `base` that a change touches. */
function touchedLines(base: Text, changes: ChangeSet): Lines[] {
  const lines: Lines[] = [];
  changes.iterChangedRanges((from, to) => {
    lines.push({ first: base.lineAt(from).number, last: base.lineAt(to).number });
  });
  return lines;
}

/**
 * Whether two changes of the same text touch the same line. Two people who edit one line, or insert at one place, did
 * not agree on the result: that is theirs to decide, as in three-way merges of version control.
 */
export function overlap(base: Text, one: ChangeSet, other: ChangeSet): boolean {
  const others = touchedLines(base, other);
  return touchedLines(base, one).some((a) => others.some((b) => a.first <= b.last && b.first <= a.last));
}

export type Merge = {
  /** To apply to the text that has `ours`. */
  readonly incoming: ChangeSet;
  /** `ours`, on top of the text that has `theirs`. */
  readonly ours: ChangeSet;
};

/** Joins two changes of one text: applying `incoming` after `ours` gives what applying the new `ours` after `theirs` gives. */
export function mergeChanges(ours: ChangeSet, theirs: ChangeSet): Merge {
  return { incoming: theirs.map(ours), ours: ours.map(theirs, true) };
}
