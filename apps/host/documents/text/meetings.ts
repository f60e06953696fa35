import type { ChangeSet, Text } from '@codemirror/state';
import { type LineHunk, lineHunks } from './line-hunks.ts';

/** Lines of the base from 0 on, `to` exclusive. Equal ends stand for the place between two lines. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface Meetings {
  readonly theirs: readonly LineHunk[];
  /** For a hunk of theirs that changes exactly the lines of one of ours: that hunk of ours. */
  readonly counterparts: ReadonlyMap<LineHunk, LineHunk>;
  readonly collisions: readonly Place[];
}

/** Where two changes of one text touch each other. */
export function findMeetings(base: Text, ourChanges: ChangeSet, theirChanges: ChangeSet): Meetings {
  const ours = lineHunks(base, ourChanges);
  const theirs = lineHunks(base, theirChanges);
  const counterparts = new Map<LineHunk, LineHunk>();
  const collisions: Place[] = [];
  let first = 0;
  for (const hunk of theirs) {
    while ((ours[first]?.to ?? Infinity) < hunk.from) first += 1;
    for (const own of upTo(ours, first, hunk.to)) {
      if (!meet(own, hunk)) continue;
      if (own.from === hunk.from && own.to === hunk.to) counterparts.set(hunk, own);
      if (counterparts.get(hunk) === own && sameLines(own, hunk)) continue;
      collisions.push({ from: Math.min(own.from, hunk.from), to: Math.max(own.to, hunk.to) });
    }
  }
  return { theirs, counterparts, collisions };
}

function* upTo(hunks: readonly LineHunk[], first: number, lastLine: number): Generator<LineHunk> {
  for (let index = first; index < hunks.length; index += 1) {
    const hunk = hunks[index];
    if (hunk === undefined || hunk.from > lastLine) return;
    yield hunk;
  }
}

export const sameLines = (one: LineHunk, other: LineHunk): boolean =>
  one.lines.length === other.lines.length && one.lines.every((line, index) => line === other.lines[index]);

/** Whether two hunks change a line in common, insert at one place, or one inserts into what the other changes. */
function meet(one: LineHunk, other: LineHunk): boolean {
  if (one.from === one.to && other.from === other.to) return one.from === other.from;
  return one.from < other.to && other.from < one.to;
}
