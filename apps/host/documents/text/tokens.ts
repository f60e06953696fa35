import { pairElements } from './patience.ts';

/** A part of one text that another text has in its place: offsets into `from`, and the new text. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Above this many words together a hunk is replaced as one. */
const tokenLimit = 20_000;

/** Below this share of kept letters two lines have nothing to do with each other. */
const keptShare = 0.25;

/**
 * What turns the piece `before`, which stands at `offset`, into `after`: what differs at word level, with what the words
 * themselves begin and end with in common left alone.
 */
export function refine(before: string, after: string, offset: number): Replacement[] {
  if (before === after) return [];
  const { from, to, insert } = difference(before, after);
  const whole = [{ from: offset + from, to: offset + to, insert }];
  if (from === to || insert === '') return whole;
  const words = { before: splitTokens(before.slice(from, to)), after: splitTokens(insert) };
  if (words.before.length + words.after.length > tokenLimit) return whole;
  const parts = differingParts(words.before, words.after, offset + from);
  const replaced = parts.reduce((sum, part) => sum + part.to - part.from, 0);
  return before.length - replaced < keptShare * before.length ? whole : parts;
}

function differingParts(before: readonly string[], after: readonly string[], offset: number): Replacement[] {
  const numbers = new Map<string, number>();
  const a = numberAll(before, numbers);
  const b = numberAll(after, numbers);
  const parts: Replacement[] = [];
  let aDone = 0;
  let bDone = 0;
  let place = offset;
  const end = { a: a.length, b: b.length, length: 0 };
  for (const { a: aAt, b: bAt, length } of [...pairElements(a, b, new Uint8Array(numbers.size).fill(1)), end]) {
    const removed = before.slice(aDone, aAt).join('');
    const added = after.slice(bDone, bAt).join('');
    if (removed !== added) parts.push(moved(difference(removed, added), place));
    place += removed.length + lengthOf(before, aAt, aAt + length);
    aDone = aAt + length;
    bDone = bAt + length;
  }
  return parts;
}

/** Gives each distinct text a number, in order of appearance. */
export function numberAll(texts: readonly string[], numbers: Map<string, number>): Int32Array {
  const values = new Int32Array(texts.length);
  for (const [index, text] of texts.entries()) {
    let value = numbers.get(text);
    if (value === undefined) {
      value = numbers.size;
      numbers.set(text, value);
    }
    values[index] = value;
  }
  return values;
}

const moved = ({ from, to, insert }: Replacement, offset: number): Replacement => ({
  from: offset + from,
  to: offset + to,
  insert,
});

/** The one replacement between two texts that leaves what they begin and end with in common. */
export function difference(before: string, after: string): Replacement {
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function lengthOf(texts: readonly string[], from: number, to: number): number {
  let length = 0;
  for (let index = from; index < to; index += 1) length += texts[index]?.length ?? 0;
  return length;
}

/** How many code units two texts begin with in common; never half of a surrogate pair. */
export function commonStart(a: string, b: string): number {
  const longest = Math.min(a.length, b.length);
  let length = 0;
  while (length < longest && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length > 0 && isHighSurrogate(a.charCodeAt(length - 1)) ? length - 1 : length;
}

/** The same for their ends, not reaching into the first `start` code units. */
export function commonEnd(a: string, b: string, start: number): number {
  const longest = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < longest && a.charCodeAt(a.length - length - 1) === b.charCodeAt(b.length - length - 1)) length += 1;
  return length > 0 && isLowSurrogate(a.charCodeAt(a.length - length)) ? length - 1 : length;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000;

const lineFeed = 10;

/** Words, runs of blanks, line feeds and single signs. All that is not ASCII counts as a part of a word. */
function splitTokens(text: string): string[] {
  const tokens: string[] = [];
  let start = 0;
  for (let index = 1; index <= text.length; index += 1) {
    const kind = kindOf(text.charCodeAt(index - 1));
    if (index < text.length && kind !== 'sign' && kind === kindOf(text.charCodeAt(index))) continue;
    tokens.push(text.slice(start, index));
    start = index;
  }
  return tokens;
}

function kindOf(unit: number): 'word' | 'blank' | 'sign' {
  if (unit === lineFeed) return 'sign';
  if (unit === 32 || unit === 9) return 'blank';
  const isLetter = (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
  return isLetter || unit === 95 || unit > 127 ? 'word' : 'sign';
}
