import type { ChosenHunk, DiffHunk } from '../contract/git.ts';

type Line = DiffHunk['lines'][number];

export interface PatchOf {
  readonly path: string;
  readonly hunks: readonly DiffHunk[];
  readonly chosen: readonly ChosenHunk[];
  /** It will be applied with `--reverse`. */
  readonly reverse: boolean;
  /** Permission bits of a file that is new or deleted in the whole difference. */
  readonly mode: string;
}

/**
 * A patch with the chosen lines of a difference alone; empty when nothing is left of it. Changed lines that were not chosen
 * stay as they are on the side that the patch is applied to: forward that is the old side (a `-` becomes context, a `+` is
 * left out), in reverse the new one.
 */
export function buildPatch({ path, hunks, chosen, reverse, mode }: PatchOf): string {
  let shift = 0;
  let [old, now] = [0, 0];
  const parts: string[] = [];
  for (const { hunk: index, lines } of chosen.toSorted((a, b) => a.hunk - b.hunk)) {
    const hunk = hunks[index];
    if (hunk === undefined) continue;
    const kept = keepChosen(hunk.lines, lines === undefined ? undefined : new Set(lines), reverse);
    if (!kept.some((line) => line.kind !== ' ')) continue;
    const oldLines = kept.filter((line) => line.kind !== '+').length;
    const newLines = kept.filter((line) => line.kind !== '-').length;
    const oldStart = reverse ? startBeside(hunk.newStart - shift, oldLines, newLines) : hunk.oldStart;
    const newStart = reverse ? hunk.newStart : startBeside(hunk.oldStart + shift, newLines, oldLines);
    parts.push(`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...kept.flatMap(print));
    shift += newLines - oldLines;
    old += oldLines;
    now += newLines;
  }
  return parts.length === 0 ? '' : `${headerOf(path, mode, old, now)}${parts.join('\n')}\n`;
}

/** A file that has no line on one side is made or deleted by the patch. */
function headerOf(path: string, mode: string, oldLines: number, newLines: number): string {
  const [a, b] = [quote(`a/${path}`), quote(`b/${path}`)];
  const lines = [`diff --git ${a} ${b}`];
  if (oldLines === 0) lines.push(`new file mode ${mode}`);
  if (newLines === 0) lines.push(`deleted file mode ${mode}`);
  lines.push(`--- ${oldLines === 0 ? '/dev/null' : a}`, `+++ ${newLines === 0 ? '/dev/null' : b}`, '');
  return lines.join('\n');
}

/** As git writes names with quotes, backslashes or control characters. */
function quote(name: string): string {
  if (!/["\\\p{Cc}]/u.test(name)) return name;
  const escape = (character: string): string =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  return `"${name.replaceAll(/["\\\p{Cc}]/gu, escape)}"`;
}

/** A side without lines is numbered by the line before it. */
function startBeside(start: number, own: number, other: number): number {
  if (own === 0 && other > 0) return Math.max(0, start - 1);
  return own > 0 && other === 0 ? start + 1 : start;
}

function keepChosen(lines: readonly Line[], chosen: ReadonlySet<number> | undefined, reverse: boolean): Line[] {
  if (chosen === undefined) return [...lines];
  const stays = reverse ? '+' : '-';
  const kept: Line[] = [];
  for (const block of blocksOf(lines)) {
    for (const { line, index } of block) {
      if (line.kind === ' ' || chosen.has(index)) kept.push(line);
      else if (line.kind === stays) kept.push({ ...line, kind: ' ' });
    }
  }
  return kept;
}

interface Placed {
  readonly line: Line;
  readonly index: number;
}

/**
 * Git prints all removed lines of a change before all added ones. When only some are chosen, each added line has to stand
 * where the line is that it replaces, so the first removed one is paired with the first added one, and so on.
 */
function blocksOf(lines: readonly Line[]): Placed[][] {
  const blocks: Placed[][] = [];
  let removed: Placed[] = [];
  let added: Placed[] = [];
  const close = (): void => {
    const length = Math.max(removed.length, added.length);
    blocks.push(
      Array.from({ length }, (_, pair) => [removed[pair], added[pair]])
        .flat()
        .filter((one) => one !== undefined),
    );
    removed = [];
    added = [];
  };
  for (const [index, line] of lines.entries()) {
    if (line.kind === '-' && added.length > 0) close();
    if (line.kind === '-') removed.push({ line, index });
    else if (line.kind === '+') added.push({ line, index });
    else {
      close();
      blocks.push([{ line, index }]);
    }
  }
  close();
  return blocks;
}

const print = ({ kind, text, open }: Line): string[] =>
  open === true ? [kind + text, '\\ No newline at end of file'] : [kind + text];
