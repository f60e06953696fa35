import type { ChangeSet, Text } from '@codemirror/state';
import { type LineHunk, lineHunks } from './line-hunks.ts';

/** Lines of the base from 0 on, `to` exclusive. Equal ends stand for the place between two lines. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A hunk of theirs and the hunks of ours that it meets. */
export interface Meeting {
  readonly hunk: LineHunk;
  readonly own: readonly LineHunk[];
}

/** Every hunk of theirs, in order, with what of ours is in its way. */
export function findMeetings(base: Text, ourChanges: ChangeSet, theirChanges: ChangeSet): Meeting[] {
  const ours = lineHunks(base, ourChanges);
  let first = 0;
  return lineHunks(base, theirChanges).map((hunk) => {
    while ((ours[first]?.to ?? Infinity) < hunk.from) first += 1;
    const own: LineHunk[] = [];
    for (let index = first; (ours[index]?.from ?? Infinity) <= hunk.to; index += 1) {
      const candidate = ours[index];
      if (candidate !== undefined && meet(candidate, hunk)) own.push(candidate);
    }
    return { hunk, own };
  });
}

/** Whether both hunks do the same. */
export const isAlike = (one: LineHunk, other: LineHunk): boolean =>
  sameRange(one, other) &&
  one.lines.length === other.lines.length &&
  one.lines.every((line, index) => line === other.lines[index]);

export const sameRange = (one: Place, other: Place): boolean => one.from === other.from && one.to === other.to;

/** All the lines that are in question where hunks meet. */
export function spanOf({ hunk, own }: Meeting): Place {
  return {
    from: Math.min(hunk.from, ...own.map(({ from }) => from)),
    to: Math.max(hunk.to, ...own.map(({ to }) => to)),
  };
}

/** Whether two hunks change a line in common, insert at one place, or one inserts into what the other changes. */
function meet(one: LineHunk, other: LineHunk): boolean {
  if (one.from === one.to && other.from === other.to) return one.from === other.from;
  return one.from < other.to && other.from < one.to;
}
