import { createHash } from 'node:crypto';
import type { DiffHunk, FileDiff } from '../contract/git.ts';
import { git, tryGit } from './run-git.ts';

export type Side = { readonly side: 'unstaged' | 'staged' } | { readonly commit: string };

/** Lines of one difference that a page gets. */
const lineLimit = 20_000;
const common = ['--no-color', '--no-ext-diff', '--src-prefix=a/', '--dst-prefix=b/', '--full-index'];

/** The difference of one file. A file that git does not know yet is shown as added. */
export async function readDiff(root: string, path: string, side: Side): Promise<FileDiff> {
  return parseDiff(path, await diffText(root, path, side));
}

/** What git prints for the difference of one file. */
export async function diffText(root: string, path: string, side: Side): Promise<string> {
  if ('commit' in side) {
    const words = [
      'diff-tree',
      '-p',
      '-M',
      '--root',
      '--no-commit-id',
      '--diff-merges=first-parent',
      ...common,
      side.commit,
    ];
    return git({ root, words: [...words, '--', path] });
  }
  if (side.side === 'staged') return git({ root, words: ['diff', '--cached', '-M', ...common, '--', path] });
  const text = await git({ root, words: ['diff', ...common, '--', path] });
  if (text !== '' || (await isKnown(root, path))) return text;
  // It ends with 1 because the two differ.
  const added = await tryGit({ root, words: ['diff', '--no-index', ...common, '--', '/dev/null', path] });
  return added.out.toString();
}

async function isKnown(root: string, path: string): Promise<boolean> {
  return (await git({ root, words: ['ls-files', '-z', '--', path] })) !== '';
}

/** Reads the unified difference of one file, see "Generating patch text with -p" in git-diff(1). */
export function parseDiff(path: string, text: string): FileDiff {
  const lines = text.split('\n');
  const from = lines.find((line) => line.startsWith('rename from '))?.slice('rename from '.length);
  const hunks: DiffHunk[] = [];
  let count = 0;
  let hunk: DiffHunk | undefined;
  for (const line of lines) {
    const begun = beginHunk(line);
    if (begun !== undefined) {
      if (count > lineLimit) break;
      hunk = begun;
      hunks.push(hunk);
    } else if (hunk !== undefined && addLine(hunk, line)) count += 1;
  }
  return {
    path,
    ...(from !== undefined && { from }),
    binary: /^(Binary files |GIT binary patch)/m.test(text),
    hunks,
    truncated: count > lineLimit,
    fingerprint: createHash('sha256').update(text).digest('hex'),
  };
}

function beginHunk(line: string): DiffHunk | undefined {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(line);
  if (match === null) return undefined;
  const [, oldStart, oldLines = '1', newStart, newLines = '1', heading = ''] = match;
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
    heading,
    lines: [],
  };
}

function addLine(hunk: DiffHunk, line: string): boolean {
  const kind = line[0];
  if (kind === ' ' || kind === '+' || kind === '-') {
    hunk.lines.push({ kind, text: line.slice(1) });
    return true;
  }
  const last = hunk.lines.at(-1);
  if (kind === '\\' && last !== undefined) hunk.lines[hunk.lines.length - 1] = { ...last, open: true };
  return false;
}
