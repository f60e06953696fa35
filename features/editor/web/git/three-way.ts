import { Change, Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';
import { replacements } from '@e-code/host/text';

/** A part of a merged file: lines that stand, or a place where both sides changed the same lines. */
export type Region =
  | { readonly kind: 'same'; readonly lines: readonly string[] }
  | {
      readonly kind: 'conflict';
      readonly base: readonly string[];
      readonly ours: readonly string[];
      readonly theirs: readonly string[];
    };

/** Lines of the base, from and to counted from 0, that a side has other lines for. */
type Replaced = { readonly from: number; readonly to: number; readonly start: number; readonly end: number };

type Side = { readonly lines: readonly string[]; readonly changes: readonly Replaced[] };

/**
 * Merges line by line, as diff3 does (Khanna, Kunal, Pierce: A Formal Investigation of Diff3): what one side alone changed
 * stands, what both changed alike stands once, and everything else is a conflict. Changes that touch count as one.
 */
export function mergeThreeWays(base: string, ours: string, theirs: string): Region[] {
  const origin = base.split('\n');
  const sides = [sideOf(base, ours), sideOf(base, theirs)] as const;
  const regions: Region[] = [];
  let done = 0;
  for (const { from, to } of touchingRanges(sides)) {
    keep(regions, origin.slice(done, from));
    const [left, right] = [linesOf(sides[0], from, to), linesOf(sides[1], from, to)];
    const before = origin.slice(from, to);
    if (equal(left, right) || equal(right, before)) keep(regions, left);
    else if (equal(left, before)) keep(regions, right);
    else regions.push({ kind: 'conflict', base: before, ours: left, theirs: right });
    done = to;
  }
  keep(regions, origin.slice(done));
  return regions;
}

function sideOf(base: string, side: string): Side {
  const [a, b] = [Text.of(base.split('\n')), Text.of(side.split('\n'))];
  const changes = Chunk.build(a, b, { override: changesBetween }).map(({ fromA, toA, fromB, toB }) => ({
    from: lineAt(a, fromA),
    to: lineAt(a, toA),
    start: lineAt(b, fromB),
    end: lineAt(b, toB),
  }));
  return { lines: side.split('\n'), changes };
}

function changesBetween(left: string, right: string): Change[] {
  let shift = 0;
  return replacements(left, right).map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return new Change(from, to, start, start + insert.length);
  });
}

/** Lines that begin before a position; a chunk at the end of a text stands behind its last line. */
const lineAt = (text: Text, position: number): number =>
  position > text.length ? text.lines : text.lineAt(position).number - 1;

function touchingRanges(sides: readonly Side[]): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  const all = sides.flatMap(({ changes }) => changes).toSorted((a, b) => a.from - b.from || a.to - b.to);
  for (const { from, to } of all) {
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return ranges;
}

/** What a side has for lines of the base. */
function linesOf({ lines, changes }: Side, from: number, to: number): readonly string[] {
  const shiftAt = (line: number, past: boolean): number =>
    changes
      .filter((change) => (past ? change.to <= line && change.from <= line : change.to < line || change.from < line))
      .reduce((sum, change) => sum + (change.end - change.start) - (change.to - change.from), 0);
  return lines.slice(from + shiftAt(from, false), to + shiftAt(to, true));
}

function keep(regions: Region[], lines: readonly string[]): void {
  if (lines.length === 0) return;
  const last = regions.at(-1);
  if (last?.kind === 'same') regions[regions.length - 1] = { kind: 'same', lines: [...last.lines, ...lines] };
  else regions.push({ kind: 'same', lines });
}

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((line, index) => line === b[index]);
