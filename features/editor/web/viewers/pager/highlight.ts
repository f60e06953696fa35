import type { PagerMatch, PagerRow } from '@e-code/host/contract';

export type Part = { readonly text: string; readonly match: 'none' | 'some' | 'current' };

/**
 * A row cut where matches begin and end. Matches are bytes of the file, and a row knows where its bytes begin.
 * @param matches in the order of the file
 */
export function cutRow(row: PagerRow, matches: readonly PagerMatch[], current: PagerMatch | undefined): Part[] {
  const bytes = new TextEncoder().encode(row.text);
  const end = row.start + bytes.length;
  const parts: Part[] = [];
  let at = row.start;
  const take = (to: number, match: Part['match']): void => {
    if (to <= at) return;
    parts.push({ text: new TextDecoder().decode(bytes.subarray(at - row.start, to - row.start)), match });
    at = to;
  };
  for (let index = firstAfter(matches, row.start); index < matches.length; index += 1) {
    const found = matches[index];
    if (!found || found.offset >= end) break;
    take(Math.max(at, found.offset), 'none');
    take(Math.min(end, found.offset + found.length), found === current ? 'current' : 'some');
  }
  take(end, 'none');
  return parts;
}

/** The first match that ends behind `offset`. */
function firstAfter(matches: readonly PagerMatch[], offset: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const match = matches[middle];
    if (match && match.offset + match.length <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
