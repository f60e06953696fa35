/**
 * Which elements of two sequences of numbers belong together: `length` elements from `a` on in the first and from `b` on
 * in the second are equal. Runs are in order in both sequences.
 */
export interface Run {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

export interface Range {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/**
 * How many edits Myers' search looks ahead before it takes the way that came furthest and starts anew from there. The time
 * is O(n * lookAhead) at worst, and nothing is given up. Measured over 2 x 10,000 lines with few in common: 2,000 takes
 * 190 ms and 300 takes 30 ms, for 1 % more changed lines.
 */
const lookAhead = 300;

/**
 * The greedy search of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), between two ranges.
 * Shortest edit script up to `lookAhead` edits; beyond it a good one.
 */
export function shortestEdit(a: Int32Array, b: Int32Array, range: Range): Run[] {
  const runs: Run[] = [];
  const suffix = commonSuffix(a, b, range);
  const end = { aTo: range.aTo - suffix, bTo: range.bTo - suffix };
  let place = { x: range.aFrom, y: range.bFrom };
  while (place.x < end.aTo && place.y < end.bTo) {
    place = walk(a, b, { aFrom: place.x, aTo: end.aTo, bFrom: place.y, bTo: end.bTo }, runs);
  }
  add(runs, end.aTo, end.bTo, suffix);
  return runs;
}

function commonSuffix(a: Int32Array, b: Int32Array, { aFrom, aTo, bFrom, bTo }: Range): number {
  const longest = Math.min(aTo - aFrom, bTo - bFrom);
  let length = 0;
  while (length < longest && a[aTo - length - 1] === b[bTo - length - 1]) length += 1;
  return length;
}

/** Goes on from the start of the range as far as the look-ahead allows; adds what matched and answers where it arrived. */
function walk(a: Int32Array, b: Int32Array, range: Range, runs: Run[]): { x: number; y: number } {
  const { aFrom, bFrom } = range;
  const width = range.aTo - aFrom;
  const height = range.bTo - bFrom;
  const limit = Math.min(lookAhead, width + height);
  // Furthest x on each diagonal; only diagonals of the parity of `edits` change in a round.
  const furthest = new Int32Array(2 * limit + 3);
  const middle = limit + 1;
  const rounds: Int32Array[] = [];
  let best = { diagonal: 0, reached: -1 };
  for (let edits = 0; edits <= limit; edits += 1) {
    best = { diagonal: 0, reached: -1 };
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = goesDown(furthest, middle, diagonal, edits);
      let x = down ? at(furthest, middle + diagonal + 1) : at(furthest, middle + diagonal - 1) + 1;
      let y = x - diagonal;
      while (x < width && y < height && a[aFrom + x] === b[bFrom + y]) {
        x += 1;
        y += 1;
      }
      furthest[middle + diagonal] = x;
      if (x <= width && y <= height && x + y > best.reached) best = { diagonal, reached: x + y };
    }
    rounds.push(furthest.slice(middle - edits, middle + edits + 1));
    if (best.reached === width + height) break;
  }
  const steps = wayBack(rounds, best.diagonal);
  for (const { a: x, b: y, length } of steps) add(runs, aFrom + x, bFrom + y, length);
  const x = (best.reached + best.diagonal) / 2;
  return { x: aFrom + x, y: bFrom + x - best.diagonal };
}

const at = (values: Int32Array, index: number): number => values[index] ?? 0;

const goesDown = (furthest: Int32Array, middle: number, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && at(furthest, middle + diagonal - 1) < at(furthest, middle + diagonal + 1));

function wayBack(rounds: readonly Int32Array[], last: number): Run[] {
  const runs: Run[] = [];
  let diagonal = last;
  for (let edits = rounds.length - 1; edits >= 0; edits -= 1) {
    const round = rounds[edits];
    if (round === undefined) break;
    const x = at(round, edits + diagonal);
    const before = rounds[edits - 1];
    if (before === undefined) {
      if (x > 0) runs.push({ a: 0, b: 0, length: x });
      break;
    }
    const down = goesDown(before, edits - 1, diagonal, edits);
    const start = down ? at(before, edits + diagonal) : at(before, edits + diagonal - 2) + 1;
    if (x > start) runs.push({ a: start, b: start - diagonal, length: x - start });
    diagonal += down ? 1 : -1;
  }
  return runs.toReversed();
}

/** Appends a run, joined to the last one when it follows it directly. */
export function add(runs: Run[], a: number, b: number, length: number): void {
  if (length === 0) return;
  const last = runs.at(-1);
  if (last && last.a + last.length === a && last.b + last.length === b) {
    runs[runs.length - 1] = { a: last.a, b: last.b, length: last.length + length };
  } else runs.push({ a, b, length });
}
