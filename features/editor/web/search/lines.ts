import type { ReplacePlace } from '@e-code/host/contract';
import type { SearchMatch } from './search-project.ts';

/** One row of the results. */
export type FileLine = { readonly kind: 'file'; readonly path: string; readonly count: number; readonly open: boolean };
export type MatchLine = { readonly kind: 'match'; readonly match: SearchMatch };
export type Line = FileLine | MatchLine;

/** What names a match among the results. */
export const keyOf = (match: SearchMatch): string => `${match.path}:${match.line}`;
export const keyOfLine = (line: Line): string => (line.kind === 'file' ? line.path : keyOf(line.match));

/** The rows to draw: each file with its matches below it, unless it is closed. */
export function toLines(matches: readonly SearchMatch[], closed: ReadonlySet<string>): Line[] {
  const files = Map.groupBy(matches, (match) => match.path);
  return [...files].flatMap(([path, own]): Line[] => {
    const open = !closed.has(path);
    const count = own.reduce((sum, match) => sum + match.ranges.length, 0);
    const file: FileLine = { kind: 'file', path, count, open };
    return open ? [file, ...own.map((match): MatchLine => ({ kind: 'match', match }))] : [file];
  });
}

/** How often something was found, and in how many files. */
export function countMatches(matches: readonly SearchMatch[]): { matches: number; files: number } {
  const files = new Set(matches.map((match) => match.path)).size;
  return { matches: matches.reduce((sum, match) => sum + match.ranges.length, 0), files };
}

type ReplaceFile = { readonly path: string; readonly places: ReplacePlace[] };

/** The replacements of these matches, as the host takes them. Matches of a search without a replacement have none. */
export function toReplace(matches: readonly SearchMatch[]): ReplaceFile[] {
  const files = Map.groupBy(matches, (match) => match.path);
  return [...files].flatMap(([path, own]): ReplaceFile[] => {
    const places = own.flatMap(({ line, ranges }) =>
      ranges.flatMap(({ start, end, found, replacement }) =>
        found === undefined || replacement === undefined ? [] : [{ line, start, end, found, replacement }],
      ),
    );
    return places.length === 0 ? [] : [{ path, places }];
  });
}

export type Piece = { readonly text: string; readonly at: number; readonly kind: 'plain' | 'found' | 'replacement' };

/** How much of a line is drawn before and after what was found. */
const before = 30;
const after = 200;

/** The pieces of a match's text to draw, in order; long lines begin a little before what was found. */
export function piecesOf({ text, ranges }: SearchMatch): Piece[] {
  const first = ranges[0]?.start ?? 0;
  const indent = text.length - text.trimStart().length;
  let at = first > 2 * before ? first - before : Math.min(indent, first);
  const pieces: Piece[] = [];
  for (const { start, end, replacement } of ranges) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), at, kind: 'plain' });
    if (end > start) pieces.push({ text: text.slice(start, end), at: start, kind: 'found' });
    if (replacement !== undefined && replacement !== '')
      pieces.push({ text: replacement, at: start + 0.5, kind: 'replacement' });
    at = end;
  }
  return [...pieces, { text: text.slice(at, at + after).trimEnd(), at: at + 0.25, kind: 'plain' }];
}
