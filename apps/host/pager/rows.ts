import { pagerRowLimit } from '../contract/pager.ts';

const newline = 10;
const carriageReturn = 13;

/** The byte is in the middle of a character of UTF-8. */
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/**
 * Where the row that begins at `start` ends: behind its line break, or where a long line is cut, between two characters.
 * Undefined when that lies behind these bytes; `last` says that no more will come.
 */
export function rowEnd(bytes: Buffer, start: number, last: boolean): number | undefined {
  const found = bytes.indexOf(newline, start);
  const limit = start + pagerRowLimit;
  if (found >= 0 && found < limit) return found + 1;
  if (bytes.length <= limit) return last && start < bytes.length ? bytes.length : undefined;
  let end = limit;
  while (end > limit - 3 && isContinuation(bytes[end])) end -= 1;
  return end;
}

/** Whether the row that ends here ends its line too. */
export const endsLine = (bytes: Buffer, end: number): boolean => bytes[end - 1] === newline;

/** A row's text, without its line break. */
export function rowText(bytes: Buffer, start: number, end: number): string {
  let stop = end;
  if (stop > start && bytes[stop - 1] === newline) stop -= 1;
  if (stop > start && stop < end && bytes[stop - 1] === carriageReturn) stop -= 1;
  return bytes.toString('utf8', start, stop);
}
