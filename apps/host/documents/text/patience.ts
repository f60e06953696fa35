import { add, type Range, type Run, shortestEdit } from './sequences.ts';

/** Up to this many elements together the shortest edit script is cheap, and it is what git's merge goes by. */
export const shortLimit = 400;

/**
 * Pairs the equal elements of two sequences the way a person would: what is rare and stands once on both sides holds the
 * two together (B. Cohen's patience diff), and between such anchors the shortest edit script decides. Elements are dense
 * numbers from 0 on; `strengths` has a 1 for each that may be an anchor.
 */
export function pairElements(a: Int32Array, b: Int32Array, strengths: Uint8Array): Run[] {
  const range = { aFrom: 0, aTo: a.length, bFrom: 0, bTo: b.length };
  if (a.length + b.length <= shortLimit) return shortestEdit(a, b, range);
  const runs: Run[] = [];
  let aFrom = 0;
  let bFrom = 0;
  for (const anchor of anchors(a, b, strengths)) {
    // The gap before may have taken the anchor already, as a part of a longer run.
    if (anchor.a < aFrom || anchor.b < bFrom) continue;
    pairGap(a, b, { aFrom, aTo: anchor.a, bFrom, bTo: anchor.b }, runs);
    const length = equalLength(a, b, anchor);
    add(runs, anchor.a, anchor.b, length);
    aFrom = anchor.a + length;
    bFrom = anchor.b + length;
  }
  pairGap(a, b, { ...range, aFrom, bFrom }, runs);
  return runs;
}

function equalLength(a: Int32Array, b: Int32Array, anchor: { a: number; b: number }): number {
  let length = 1;
  while (anchor.a + length < a.length && a[anchor.a + length] === b[anchor.b + length]) length += 1;
  return anchor.b + length > b.length ? b.length - anchor.b : length;
}

/**
 * Elements without a counterpart in the gap are left out of the search: they cannot match, and a text that was rewritten
 * as a whole consists of them.
 */
function pairGap(a: Int32Array, b: Int32Array, range: Range, runs: Run[]): void {
  const { aFrom, aTo, bFrom, bTo } = range;
  if (aFrom === aTo || bFrom === bTo) return;
  const inA = new Set(a.subarray(aFrom, aTo));
  const inB = new Set(b.subarray(bFrom, bTo));
  const aKept = placesOf(a, aFrom, aTo, inB);
  const bKept = placesOf(b, bFrom, bTo, inA);
  if (aKept.length === 0) return;
  const aValues = aKept.map((place) => a[place] ?? 0);
  const bValues = bKept.map((place) => b[place] ?? 0);
  const whole = { aFrom: 0, aTo: aKept.length, bFrom: 0, bTo: bKept.length };
  for (const run of shortestEdit(aValues, bValues, whole)) {
    for (let step = 0; step < run.length; step += 1) {
      add(runs, aKept[run.a + step] ?? 0, bKept[run.b + step] ?? 0, 1);
    }
  }
}

function placesOf(values: Int32Array, from: number, to: number, wanted: Set<number>): Int32Array {
  const places = new Int32Array(to - from);
  let count = 0;
  for (let place = from; place < to; place += 1) {
    if (!wanted.has(values[place] ?? 0)) continue;
    places[count] = place;
    count += 1;
  }
  return places.subarray(0, count);
}

/** Elements that stand once on each side, as the longest sequence that is in order on both. */
function anchors(a: Int32Array, b: Int32Array, strengths: Uint8Array): { a: number; b: number }[] {
  const inB = uniquePlaces(b, strengths.length);
  const inA = uniquePlaces(a, strengths.length);
  const pairs: { a: number; b: number }[] = [];
  for (const [place, kind] of a.entries()) {
    const other = inB[kind] ?? -1;
    if (other >= 0 && inA[kind] === place && strengths[kind] === 1) pairs.push({ a: place, b: other });
  }
  return longestRising(pairs);
}

const absent = -1;
const repeated = -2;

function uniquePlaces(values: Int32Array, kinds: number): Int32Array {
  const places = new Int32Array(kinds).fill(absent);
  for (const [place, kind] of values.entries()) places[kind] = places[kind] === absent ? place : repeated;
  return places;
}

/** The longest subsequence with rising `b` (patience sorting, O(n log n)). */
function longestRising(pairs: readonly { a: number; b: number }[]): { a: number; b: number }[] {
  const tops: number[] = [];
  const before = new Int32Array(pairs.length);
  for (const [index, pair] of pairs.entries()) {
    const pile = pileFor(pairs, tops, pair.b);
    before[index] = pile > 0 ? (tops[pile - 1] ?? -1) : -1;
    tops[pile] = index;
  }
  const rising: { a: number; b: number }[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair) rising.push(pair);
  }
  return rising.toReversed();
}

function pileFor(pairs: readonly { b: number }[], tops: readonly number[], value: number): number {
  const top = (pile: number): number => pairs[tops[pile] ?? 0]?.b ?? 0;
  // Texts mostly keep their order, so that the last pile is the answer of nearly every question.
  if (tops.length === 0 || top(tops.length - 1) < value) return tops.length;
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (top(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
