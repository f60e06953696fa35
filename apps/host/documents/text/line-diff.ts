import { ChangeSet } from '@codemirror/state';
import { splitLines } from './line-hunks.ts';
import { pairLikeGit } from './git-pairs.ts';
import { pairElements, shortLimit } from './patience.ts';
import { add, type Run } from './sequences.ts';
import { commonEnd, commonStart, numberAll, refine, type Replacement } from './tokens.ts';

/** Characters of both texts, so that long ones are not taken apart only to be counted. */
const shortLength = 64_000;

/**
 * The change that turns one text into another, as a person would describe it: lines are paired first, then what differs
 * inside of them. Small, so that cursors, comments and other people's edits outside of it stay where they are.
 *
 * Why not a package (10,000 lines, all of them reformatted): `fast-diff` took 47 s, `diff` 12.5 s, and the diff of
 * CodeMirror's merge view answers with one hunk for the whole text already when 5 % of the lines changed.
 */
export function lineDiff(from: string, to: string): ChangeSet {
  return ChangeSet.of(
    replacements(from, to).map((part) => ({ from: part.from, to: part.to, insert: part.insert })),
    from.length,
  );
}

/** The same as a list, in order and apart from each other. */
export function replacements(from: string, to: string): Replacement[] {
  if (from === to) return [];
  const short = shortLines(from, to);
  if (short) return pairShort(short.before, short.after);
  const start = lineStart(from, commonStart(from, to));
  const end = wholeLines(from, to, commonEnd(from, to, start));
  const before = splitLines(from.slice(start, from.length - end));
  const after = splitLines(to.slice(start, to.length - end));
  const { parts, rest } = compareGaps(before, after, pairLines(before, after), start);
  const [removed, added] = [before.slice(rest.a), after.slice(rest.b)];
  if (removed.length > 0 && added.length > 0) compareGap(removed, added, rest.offset, parts);
  else parts.push(...slideIntoEnd({ from, to, end, removed: removed.join(''), added: added.join('') }));
  return parts;
}

/** The lines of two texts that are short enough to be paired as git does it, which takes the whole of both. */
function shortLines(from: string, to: string): { before: string[]; after: string[] } | undefined {
  if (from.length + to.length > shortLength) return undefined;
  const [before, after] = [splitLines(from), splitLines(to)];
  return before.length + after.length <= shortLimit ? { before, after } : undefined;
}

function pairShort(before: readonly string[], after: readonly string[]): Replacement[] {
  const numbers = new Map<string, number>();
  const [a, b] = [numberAll(before, numbers), numberAll(after, numbers)];
  const { parts, rest } = compareGaps(before, after, pairLikeGit(a, b, numbers.size), 0);
  compareGap(before.slice(rest.a), after.slice(rest.b), rest.offset, parts);
  return parts;
}

interface Rest {
  readonly a: number;
  readonly b: number;
  readonly offset: number;
}

/** What differs before each run of equal lines, and where the last of them ends. */
function compareGaps(
  before: readonly string[],
  after: readonly string[],
  runs: readonly Run[],
  start: number,
): { parts: Replacement[]; rest: Rest } {
  const parts: Replacement[] = [];
  let rest = { a: 0, b: 0, offset: start };
  for (const { a, b, length } of runs) {
    let offset = compareGap(before.slice(rest.a, a), after.slice(rest.b, b), rest.offset, parts);
    for (let line = a; line < a + length; line += 1) offset += before[line]?.length ?? 0;
    rest = { a: a + length, b: b + length, offset };
  }
  return { parts, rest };
}

/** Whole lines that end where the common end begins may stand further down in it. */
function slideIntoEnd(gap: { from: string; to: string; end: number; removed: string; added: string }): Replacement[] {
  const { from, to, end, removed, added } = gap;
  if (removed === added) return [];
  const at = { from: from.length - end - removed.length, to: to.length - end - added.length };
  const slid = lineStart(from, at.from + commonStart(from.slice(at.from), to.slice(at.to))) - at.from;
  const place = at.from + Math.max(0, slid);
  const first = at.to + Math.max(0, slid);
  return [{ from: place, to: place + removed.length, insert: to.slice(first, first + added.length) }];
}

/** Runs of equal lines in order, with what was inserted or deleted as far down as it can stand, like in git. */
function pairLines(before: readonly string[], after: readonly string[]): Run[] {
  const numbers = new Map<string, number>();
  const a = numberAll(before, numbers);
  const b = numberAll(after, numbers);
  return slideDown(a, b, pairElements(a, b, strengths(numbers)));
}

/** Empty lines and lines of signs alone stand everywhere: they hold nothing together, even where they stand once. */
const strengths = (numbers: Map<string, number>): Uint8Array =>
  Uint8Array.from(numbers.keys(), (line) => (/[\p{L}\p{N}]/u.test(line) ? 1 : 0));

/**
 * A gap on one side alone means the same a line further down when its first line equals the line behind it. One place for
 * the same change lets two authors of it agree.
 */
function slideDown(a: Int32Array, b: Int32Array, runs: readonly Run[]): Run[] {
  const slid: Run[] = [];
  let done = { a: 0, b: 0 };
  for (const run of runs) {
    let skip = 0;
    if (run.a === done.a) while (skip < run.length && b[done.b + skip] === b[run.b + skip]) skip += 1;
    else if (run.b === done.b) while (skip < run.length && a[done.a + skip] === a[run.a + skip]) skip += 1;
    add(slid, done.a, done.b, skip);
    add(slid, run.a + skip, run.b + skip, run.length - skip);
    done = { a: run.a + run.length, b: run.b + run.length };
  }
  return slid;
}

/** Where the line begins that `offset` is in. */
export const lineStart = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Shortens a common end to where a line begins in both texts. */
function wholeLines(from: string, to: string, end: number): number {
  const begins = (text: string): boolean => text.length === end || text.charCodeAt(text.length - end - 1) === 10;
  if (begins(from) && begins(to)) return end;
  const next = from.indexOf('\n', from.length - end);
  return next < 0 ? 0 : from.length - next - 1;
}

/** As many lines on both sides are the same lines rewritten: each is compared with its own counterpart. */
function compareGap(before: readonly string[], after: readonly string[], offset: number, parts: Replacement[]): number {
  if (before.length !== after.length) {
    const removed = before.join('');
    parts.push(...refine(removed, after.join(''), offset));
    return offset + removed.length;
  }
  let place = offset;
  for (const [index, line] of before.entries()) {
    parts.push(...refine(line, after[index] ?? '', place));
    place += line.length;
  }
  return place;
}
