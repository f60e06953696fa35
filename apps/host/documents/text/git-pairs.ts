import { findMiddle } from './middle.ts';
import { add, type Range, type Run } from './sequences.ts';
import { settleGroups } from './settle-groups.ts';

/** How far around a line that stands often it is looked for lines that stand nowhere else. */
const neighbourhood = 100;

/** One text as numbers of its lines, and which of them have no counterpart. */
export interface Side {
  readonly lines: Int32Array;
  readonly changed: Uint8Array;
}

/**
 * Pairs the equal lines of two short texts exactly as git's merge does, also where a line stands more than once and
 * several answers are as short: two people who made the same change get the same answer, whatever else each of them did.
 * The rules are those of git's `xdiff` without heuristics for long texts, found out with random merges beside
 * `git merge-file`. Lines are dense numbers below `kinds`.
 */
export function pairLikeGit(a: Int32Array, b: Int32Array, kinds: number): Run[] {
  const before: Side = { lines: a, changed: new Uint8Array(a.length) };
  const after: Side = { lines: b, changed: new Uint8Array(b.length) };
  const box = withoutEnds(a, b);
  const left = telling(before, box.aFrom, box.aTo, countOf(b, kinds));
  const right = telling(after, box.bFrom, box.bTo, countOf(a, kinds));
  mark(before, after, left, right);
  settleGroups(before, after);
  settleGroups(after, before);
  return toRuns(before, after);
}

function withoutEnds(a: Int32Array, b: Int32Array): Range {
  return shrink(a, b, { aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length });
}

function shrink(a: Int32Array, b: Int32Array, { aFrom, aTo, bFrom, bTo }: Range): Range {
  const box = { aFrom, aTo, bFrom, bTo };
  while (box.aFrom < aTo && box.bFrom < bTo && a[box.aFrom] === b[box.bFrom]) {
    box.aFrom += 1;
    box.bFrom += 1;
  }
  while (box.aTo > box.aFrom && box.bTo > box.bFrom && a[box.aTo - 1] === b[box.bTo - 1]) {
    box.aTo -= 1;
    box.bTo -= 1;
  }
  return box;
}

function countOf(lines: Int32Array, kinds: number): Int32Array {
  const counts = new Int32Array(kinds);
  for (const kind of lines) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** From how many on lines count as frequent: about the square root of the length, rounded up to a power of two. */
function oftenFrom(length: number): number {
  let limit = 1;
  for (let rest = length; rest > 0; rest >>= 2) limit <<= 1;
  return Math.min(limit, 1024);
}

const nowhere = 0;
const often = 2;

/** The places that are worth a search. All others are marked as changed: what stands nowhere else, and what stands often among such lines. */
function telling({ lines, changed }: Side, from: number, to: number, counts: Int32Array): Int32Array {
  const limit = oftenFrom(lines.length);
  const kinds = Uint8Array.from(lines.subarray(from, to), (line) => {
    const count = counts[line] ?? 0;
    if (count === 0) return nowhere;
    return count >= limit ? often : 1;
  });
  const places: number[] = [];
  for (const [index, kind] of kinds.entries()) {
    if (kind === 1 || (kind === often && !isLost(kinds, index))) places.push(from + index);
    else changed[from + index] = 1;
  }
  return Int32Array.from(places);
}

/** Whether a line that stands often is among many that stand nowhere else, before and behind it. */
function isLost(kinds: Uint8Array, index: number): boolean {
  const before = runOf(kinds, index, -1);
  if (before.alone === 0) return false;
  const behind = runOf(kinds, index, 1);
  if (behind.alone === 0) return false;
  const repeated = before.repeated + behind.repeated + 2;
  return repeated * 4 < repeated + before.alone + behind.alone;
}

function runOf(kinds: Uint8Array, index: number, step: 1 | -1): { alone: number; repeated: number } {
  const run = { alone: 0, repeated: 0 };
  for (let distance = 1; distance <= neighbourhood; distance += 1) {
    const kind = kinds[index + step * distance];
    if (kind === nowhere) run.alone += 1;
    else if (kind === often) run.repeated += 1;
    else break;
  }
  return run;
}

/** Marks what is not on a shortest way through the places that tell something. */
function mark(before: Side, after: Side, left: Int32Array, right: Int32Array): void {
  const a = left.map((place) => before.lines[place] ?? 0);
  const b = right.map((place) => after.lines[place] ?? 0);
  const boxes: Range[] = [{ aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length }];
  for (let next = boxes.pop(); next !== undefined; next = boxes.pop()) {
    const box = shrink(a, b, next);
    if (box.aFrom === box.aTo || box.bFrom === box.bTo) {
      for (const place of left.subarray(box.aFrom, box.aTo)) before.changed[place] = 1;
      for (const place of right.subarray(box.bFrom, box.bTo)) after.changed[place] = 1;
      continue;
    }
    const { x, y } = findMiddle(a, b, box);
    boxes.push({ ...box, aTo: x, bTo: y }, { ...box, aFrom: x, bFrom: y });
  }
}

function toRuns(before: Side, after: Side): Run[] {
  const runs: Run[] = [];
  let b = 0;
  for (const [a, gone] of before.changed.entries()) {
    if (gone === 1) continue;
    while (after.changed[b] === 1) b += 1;
    add(runs, a, b, 1);
    b += 1;
  }
  return runs;
}
