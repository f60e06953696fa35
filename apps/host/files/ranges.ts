import { HostError } from '../failure.ts';

export interface Range {
  readonly start: number;
  /** Inclusive, as in HTTP. */
  readonly end: number;
}

/** One range of a `range` header (RFC 9110, 14.2). Undefined: the whole is asked for, or several ranges, which we answer whole. */
export function parseRange(header: string | undefined, size: number): Range | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || start > end) throw new HostError('range_invalid');
  return { start, end };
}
