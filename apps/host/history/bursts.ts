import { ChangeSet } from '@codemirror/state';
import type { Burst } from '../contract/history.ts';
import { type Part, sameAuthor } from './part.ts';

/** A pause of this length, or work of the longest one, ends what counts as done in one go. Milliseconds. */
const pause = 60_000;
const longest = 5 * 60_000;

/** The edits of a part in bursts, the oldest first. */
export function burstsOf(part: Part): Burst[] {
  const bursts: Burst[] = [];
  for (const [index, [at, author, json]] of part.edits.entries()) {
    const from = part.head.first + index;
    const { added, removed } = sizes(ChangeSet.fromJSON(json));
    const who = part.authors[author] ?? { kind: 'unknown' };
    push(bursts, { from, to: from + 1, at, until: at, author: who, added, removed });
  }
  return bursts;
}

/** Adds a burst, joined to the last one when it goes on with it. */
export function push(bursts: Burst[], next: Burst): void {
  const last = bursts.at(-1);
  const goesOn =
    last !== undefined &&
    sameAuthor(last.author, next.author) &&
    next.at - last.until < pause &&
    next.until - last.at < longest;
  if (!goesOn) {
    bursts.push(next);
    return;
  }
  const { from, at } = last;
  bursts[bursts.length - 1] = {
    ...next,
    from,
    at,
    added: last.added + next.added,
    removed: last.removed + next.removed,
  };
}

function sizes(changes: ChangeSet): { added: number; removed: number } {
  let added = 0;
  let removed = 0;
  changes.iterChanges((...[from, to, , , inserted]) => {
    added += inserted.length;
    removed += to - from;
  });
  return { added, removed };
}
