import type { z } from 'zod';
import type { searchInputSchema, SearchLine } from '../contract/search.ts';
import { hostErrors } from '../contract/error-table.ts';
import { generatedFolders } from '../files/all.ts';
import { runRipgrep } from './ripgrep.ts';

type SearchInput = z.output<typeof searchInputSchema>;
type Range = Extract<SearchLine, { type: 'match' }>['ranges'][number];

/** Longer lines (minified files) are cut; ranges beyond the cut stay true to the file. */
const lineLimit = 500;

interface Submatch {
  readonly start: number;
  readonly end: number;
  readonly match: { readonly text?: string };
  readonly replacement?: { readonly text?: string };
}

interface RipgrepMatch {
  readonly type: string;
  readonly data: {
    readonly path?: { readonly text?: string };
    readonly lines?: { readonly text?: string };
    readonly line_number?: number;
    readonly submatches?: readonly Submatch[];
  };
}

/** Gives `emit` each match, then one end or error line. `signal` stops ripgrep when the page has gone. */
export async function search(
  root: string,
  input: SearchInput,
  signal: AbortSignal,
  emit: (line: SearchLine) => Promise<void>,
): Promise<void> {
  let matches = 0;
  const take = async (piece: string): Promise<boolean> => {
    const line = toLine(piece);
    if (line === undefined) return true;
    if (matches >= input.limit) return false;
    matches += 1;
    await emit(line);
    return !signal.aborted;
  };
  const { code, said } = await runRipgrep({ root, words: toWords(input), separator: '\n', take, signal });
  if (code === 2 && matches === 0) {
    return emit({ type: 'error', code: 'search_invalid', message: hostErrors.search_invalid[1], details: said.trim() });
  }
  await emit({ type: 'end', matches, truncated: matches >= input.limit });
}

function toWords(input: SearchInput): string[] {
  const words = ['--json', '--hidden', '--no-require-git', '--no-messages', '--max-filesize=20M'];
  const across = input.query.includes('\n') || (input.regex && input.query.includes('\\n'));
  if (across) words.push('--multiline');
  else if (!input.regex) words.push('--fixed-strings');
  if (!input.caseSensitive) words.push('--ignore-case');
  if (input.wholeWord) words.push('--word-regexp');
  if (input.replacement !== undefined) words.push('--replace', replacementOf(input, input.replacement));
  for (const name of generatedFolders) words.push('--glob', `!**/${name}`);
  for (const glob of input.include) words.push('--glob', glob.replace(/^!+/, ''));
  for (const glob of input.exclude) words.push('--glob', `!${glob}`);
  return [...words, '--regexp', across ? acrossLines(input) : input.query, '--', '.'];
}

/** A line break that was typed stands for either kind, since the editor shows both alike. */
function acrossLines({ query, regex }: SearchInput): string {
  const pattern = regex ? query : query.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return pattern.replaceAll('\n', '\\r?\\n');
}

function toLine(piece: string): SearchLine | undefined {
  if (!piece.startsWith('{"type":"match"')) return undefined;
  const { data } = JSON.parse(piece) as RipgrepMatch;
  const path = data.path?.text;
  const text = data.lines?.text;
  // Without `text` the path or line is not UTF-8: nothing the editor could open.
  if (path === undefined || text === undefined || data.line_number === undefined) return undefined;
  return {
    type: 'match',
    path: path.replace(/^\.\//, ''),
    line: data.line_number,
    text: withoutReturns(text).slice(0, lineLimit),
    ranges: toRanges(text, data.submatches ?? []),
  };
}

function toRanges(text: string, submatches: readonly Submatch[]): Range[] {
  const bytes = Buffer.from(text);
  const column = (offset: number): number => withoutReturns(bytes.toString('utf8', 0, offset)).length;
  return submatches.map(({ start, end, match, replacement }) => ({
    start: column(start),
    end: column(end),
    ...(replacement?.text !== undefined && { found: withoutReturns(match.text ?? ''), replacement: replacement.text }),
  }));
}

/** The editor counts a line break as one, whatever the file has. */
const withoutReturns = (text: string): string => text.replaceAll('\r\n', '\n');

/** Without `regex` a dollar is a dollar; ripgrep would read it as a group. */
const replacementOf = ({ regex }: SearchInput, replacement: string): string =>
  regex ? replacement : replacement.replaceAll('$', '$$$$');
