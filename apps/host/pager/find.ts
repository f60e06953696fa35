import type { PagerMatch } from '../contract/pager.ts';
import type { ParsedInput } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import { follow } from '../files/paths.ts';
import { runRipgrep } from '../search/ripgrep.ts';

/** `<line>:<offset>:<text>`, as ripgrep writes a match. */
const matchPattern = /^(\d+):(\d+):(.*)$/s;

/** Every match in one file, by ripgrep, which reads a gigabyte in about a second. */
export async function findInFile(
  root: string,
  input: ParsedInput<'pager.find'>,
  signal: AbortSignal,
): Promise<{ matches: PagerMatch[]; truncated: boolean }> {
  const { absolute } = await follow(root, input.path);
  const matches: PagerMatch[] = [];
  let truncated = false;
  const take = (piece: string): boolean => {
    const found = matchPattern.exec(piece);
    if (found === null) return true;
    truncated = matches.length >= input.limit;
    if (!truncated) {
      matches.push({ line: Number(found[1]), offset: Number(found[2]), length: Buffer.byteLength(found[3] ?? '') });
    }
    return !truncated;
  };
  const { code, said } = await runRipgrep({ root, words: toWords(input, absolute), separator: '\n', take, signal });
  if (code === 2 && matches.length === 0) throw new HostError('search_invalid', { details: said.trim() });
  return { matches, truncated };
}

function toWords(input: ParsedInput<'pager.find'>, absolute: string): string[] {
  const words = ['--only-matching', '--byte-offset', '--line-number', '--no-filename', '--no-heading', '--color=never'];
  // Bytes that are no text do not end the search, and ignore files do not hide what is named.
  words.push('--text', '--no-ignore');
  if (!input.regex) words.push('--fixed-strings');
  if (!input.caseSensitive) words.push('--ignore-case');
  return [...words, '--regexp', input.query, '--', absolute];
}
