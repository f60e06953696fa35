import type { ChangeSet, Text } from '@codemirror/state';

/** Whole lines that stand in the place of others: `from` and `to` (exclusive) count lines of the old text from 0 on. */
export interface LineHunk {
  readonly from: number;
  readonly to: number;
  /** With their line feeds. */
  readonly lines: readonly string[];
}

/** Offsets that belong together in the old and in the new text. */
interface Stretch {
  readonly fromA: number;
  readonly toA: number;
  readonly fromB: number;
  readonly toB: number;
}

/**
 * What a change does in whole lines, in order. As many lines on both sides are a hunk each, so that authors of
 * neighbouring lines are not taken for authors of one place.
 */
export function lineHunks(before: Text, changes: ChangeSet): LineHunk[] {
  const after = changes.apply(before);
  return stretches(before, after, changes).flatMap((stretch) => hunksOf(before, after, stretch));
}

/** The changed ranges, widened to whole lines and joined where they overlap then. */
function stretches(before: Text, after: Text, changes: ChangeSet): Stretch[] {
  const found: Stretch[] = [];
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const stretch = widened(before, after, { fromA, toA, fromB, toB });
    const last = found.at(-1);
    if (last && last.toA > stretch.fromA) {
      found[found.length - 1] = { ...stretch, fromA: last.fromA, fromB: last.fromB };
    } else found.push(stretch);
  });
  return found;
}

function widened(before: Text, after: Text, range: Stretch): Stretch {
  const { fromA, toA, fromB, toB } = range;
  // Whole lines inserted or deleted between two others touch neither of them.
  if (beginsLine(before, fromA) && beginsLine(before, toA) && beginsLine(after, toB)) return range;
  const start = before.lineAt(fromA).from;
  const end = nextLine(before, toA);
  return { fromA: start, toA: end, fromB: fromB - (fromA - start), toB: toB + (end - toA) };
}

const beginsLine = (text: Text, offset: number): boolean => text.lineAt(offset).from === offset;

function nextLine(text: Text, offset: number): number {
  return Math.min(text.lineAt(offset).to + 1, text.length);
}

function hunksOf(before: Text, after: Text, stretch: Stretch): LineHunk[] {
  const old = splitLines(before.sliceString(stretch.fromA, stretch.toA));
  const lines = splitLines(after.sliceString(stretch.fromB, stretch.toB));
  let start = 0;
  while (start < old.length && start < lines.length && old[start] === lines[start]) start += 1;
  let end = 0;
  const longest = Math.min(old.length, lines.length) - start;
  while (end < longest && old.at(-end - 1) === lines.at(-end - 1)) end += 1;
  const from = before.lineAt(stretch.fromA).number - 1 + start;
  const removed = old.slice(start, old.length - end);
  const added = lines.slice(start, lines.length - end);
  if (removed.length !== added.length) return [{ from, to: from + removed.length, lines: added }];
  return added.flatMap((line, index) =>
    line === removed[index] ? [] : [{ from: from + index, to: from + index + 1, lines: [line] }],
  );
}

/** Lines with their line feeds, so that they add up to the text; the last one has none when the text does not end in one. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    lines.push(text.slice(start, end + 1));
    start = end + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}
