import { ChangeSet, type Text } from '@codemirror/state';
import { lineDiff } from './line-diff.ts';
import type { LineHunk } from './line-hunks.ts';
import { findMeetings, type Meetings, type Place, sameLines } from './meetings.ts';
import { difference, refine, type Replacement } from './tokens.ts';

/** Lines of the merged text, counted from 1 on, both ends included. */
export type LineRange = readonly [from: number, to: number];

export interface Rebased {
  /** To apply to the text that has `ours`. */
  readonly incoming: ChangeSet;
  /** `ours`, on top of the text that has `theirs`. */
  readonly ours: ChangeSet;
  /** Where both changed the same lines in different ways. The merged text has the words of both. */
  readonly collisions: readonly LineRange[];
}

/**
 * Joins two changes of one text: applying `incoming` after `ours` gives the same text as applying the new `ours` after
 * `theirs`. What both sides did alike happens once. Where git merges without a conflict the result is git's. Where git
 * sees a conflict, a collision is reported, unless only neighbouring lines changed: then both changes stand.
 */
export function rebase(base: Text, ours: ChangeSet, theirs: ChangeSet): Rebased {
  if (ours.empty) return { incoming: theirs, ours: ChangeSet.empty(theirs.newLength), collisions: [] };
  if (theirs.empty) return { incoming: ChangeSet.empty(ours.newLength), ours, collisions: [] };
  const theirsText = theirs.apply(base).toString();
  // What was typed may stand at another of several equal places than a difference of texts would say.
  const typed = lineDiff(base.toString(), ours.apply(base).toString());
  const meetings = findMeetings(base, typed, theirs);
  const incoming = incomingOf(base, ours, theirs, meetings);
  const merged = ours.compose(incoming);
  const collisions = meetings.collisions.map((place) => inMerged(base, merged, place));
  if (meetings.counterparts.size === 0)
    return { incoming, ours: ours.map(theirs, !theirsFirst(ours, theirs)), collisions };
  return { incoming, ours: lineDiff(theirsText, merged.apply(base).toString()), collisions };
}

function incomingOf(base: Text, ours: ChangeSet, theirs: ChangeSet, meetings: Meetings): ChangeSet {
  if (meetings.counterparts.size === 0) return theirs.map(ours, theirsFirst(ours, theirs));
  const parts = meetings.theirs.flatMap((hunk) => unsaid(base, hunk, meetings.counterparts.get(hunk)));
  return ChangeSet.of(parts, base.length).map(ours, theirsFirst(ours, theirs));
}

/** The part of a hunk of theirs that ours does not say already. */
function unsaid(base: Text, hunk: LineHunk, own: LineHunk | undefined): Replacement[] {
  if (own !== undefined && sameLines(hunk, own)) return [];
  const from = startOfLine(base, hunk.from);
  const before = base.sliceString(from, startOfLine(base, hunk.to));
  const after = hunk.lines.join('');
  if (own === undefined) return refine(before, after, from);
  // One of them goes on where the other stopped: typing, seen twice at different times.
  const [first, second] = [difference(before, own.lines.join('')), difference(before, after)];
  if (first.from !== second.from || first.to !== second.to) return refine(before, after, from);
  if (first.insert.startsWith(second.insert)) return [];
  if (!second.insert.startsWith(first.insert)) return refine(before, after, from);
  const end = from + first.to;
  return [{ from: end, to: end, insert: second.insert.slice(first.insert.length) }];
}

/**
 * At the end of a file people type a line while programs append whole ones. The whole line goes first, so that the half
 * one is not glued to its front.
 */
function theirsFirst(ours: ChangeSet, theirs: ChangeSet): boolean {
  const typed = insertions(ours);
  return [...insertions(theirs)].some(([place, whole]) => {
    const half = typed.get(place);
    return half !== undefined && whole.endsWith('\n') && !half.endsWith('\n') && !whole.startsWith(half);
  });
}

function insertions(changes: ChangeSet): Map<number, string> {
  const found = new Map<number, string>();
  changes.iterChanges((...[from, , , , inserted]) => {
    if (inserted.length > 0) found.set(from, inserted.toString());
  }, true);
  return found;
}

function inMerged(base: Text, merged: ChangeSet, place: Place): LineRange {
  const text = merged.apply(base);
  const from = merged.mapPos(startOfLine(base, place.from), -1);
  const end = merged.mapPos(startOfLine(base, place.to), 1);
  // The end of whole lines is where the next one begins.
  const last = end > from && text.lineAt(end).from === end ? end - 1 : end;
  return [text.lineAt(from).number, text.lineAt(last).number];
}

/** Offset of a line counted from 0 on; behind the last one it is the length of the text. */
const startOfLine = (text: Text, line: number): number => (line < text.lines ? text.line(line + 1).from : text.length);
