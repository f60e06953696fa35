import { ChangeSet, type Text } from '@codemirror/state';
import { lineDiff } from './line-diff.ts';
import { findMeetings, isAlike, type Meeting, type Place, sameRange, spanOf } from './meetings.ts';
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
  // What was typed may stand at another of several equal places than a difference of texts would say.
  const typed = lineDiff(base.toString(), ours.apply(base).toString());
  const meetings = findMeetings(base, typed, theirs);
  const first = theirsFirst(ours, theirs);
  if (meetings.every(({ own }) => own.length === 0)) {
    return { incoming: theirs.map(ours, first), ours: ours.map(theirs, !first), collisions: [] };
  }
  const incoming = ChangeSet.of(
    meetings.flatMap((meeting) => settle(base, ours, meeting)),
    base.length,
  ).map(ours, first);
  const merged = ours.compose(incoming);
  const collisions = meetings
    .filter(({ hunk, own }) => own.length > 0 && !own.every((one) => isAlike(one, hunk)))
    .map((meeting) => inMerged(base, merged, spanOf(meeting)));
  return { incoming, ours: lineDiff(theirs.apply(base).toString(), merged.apply(base).toString()), collisions };
}

/** What of a hunk of theirs is to be done beside ours. */
function settle(base: Text, ours: ChangeSet, meeting: Meeting): Replacement[] {
  const { hunk, own } = meeting;
  const from = startOfLine(base, hunk.from);
  const before = base.sliceString(from, startOfLine(base, hunk.to));
  const after = hunk.lines.join('');
  const parts = refine(before, after, from);
  const [counterpart] = own;
  if (counterpart === undefined) return parts;
  if (sameRange(counterpart, hunk)) {
    const continued = goOn(before, counterpart.lines.join(''), after);
    if (continued !== undefined)
      return continued === '' ? [] : [insertion(from + continuedAt(before, after), continued)];
    if (hunk.from === hunk.to) return parts;
  }
  // Different words of one line: each stands.
  if (!parts.some((part) => ours.touchesRange(part.from, part.to) !== false)) return parts;
  return keepBoth(base, ours, meeting);
}

/** What theirs says beyond ours when one of them goes on where the other stopped: typing, seen twice at different times. */
function goOn(before: string, ours: string, theirs: string): string | undefined {
  const [first, second] = [difference(before, ours), difference(before, theirs)];
  if (!sameRange(first, second)) return undefined;
  if (first.insert.startsWith(second.insert)) return '';
  return second.insert.startsWith(first.insert) ? second.insert.slice(first.insert.length) : undefined;
}

const continuedAt = (before: string, after: string): number => difference(before, after).to;

/** Both wrote the same words anew: mixed letter by letter nobody could read them, so their lines follow ours. */
function keepBoth(base: Text, ours: ChangeSet, meeting: Meeting): Replacement[] {
  const { hunk, own } = meeting;
  const deletions: Replacement[] = [];
  for (let line = hunk.from; line < hunk.to; line += 1) {
    if (own.some(({ from, to }) => line >= from && line < to)) continue;
    deletions.push({ from: startOfLine(base, line), to: startOfLine(base, line + 1), insert: '' });
  }
  const end = startOfLine(base, spanOf(meeting).to);
  const text = hunk.lines.join('');
  if (text === '') return deletions;
  const glued = end === base.length && !endsLine(ours.apply(base));
  return [...deletions, insertion(end, glued ? `\n${text}` : text)];
}

const insertion = (at: number, insert: string): Replacement => ({ from: at, to: at, insert });

const endsLine = (text: Text): boolean => text.line(text.lines).length === 0;

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
