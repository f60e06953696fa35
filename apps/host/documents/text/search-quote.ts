import { contextLineLimit } from '../../contract/quotations.ts';
import { countBreaks, type Words } from './quote.ts';

/** Where quoted words are, in UTF-16 units. `sure`: they are the same words, and no other place fits as well. */
export interface Found {
  readonly from: number;
  readonly to: number;
  readonly sure: boolean;
}

/** More equal words than this are not told apart. */
const mostPlaces = 2000;
/** Words that are shorter may be anywhere; they need a neighbour that is the same. */
const tellingLength = 4;
/** What of the known surroundings must be there again, so that a place is offered at all. */
const enough = 0.5;
/** Lines that may have come into the quoted ones. */
const growth = 5;

/**
 * Finds quoted words in a text that may have become another one: the same words at the one place where they are, else at
 * the place whose neighbours fit best and that is nearest to `line`, else what now stands between the same neighbours.
 * Undefined when nothing of it is there.
 * @param line where the first word should be by what is known of the changes since, from 1
 */
export function searchQuote(text: string, words: Words, line: number = words.lines[0]): Found | undefined {
  return searchWords(text, words, line) ?? searchBetween(text, words, line);
}

function searchWords(text: string, words: Words, line: number): Found | undefined {
  const { quote } = words;
  if (quote.trim() === '') return undefined;
  const lines = text.split('\n');
  const height = countBreaks(quote, 0, quote.length);
  const places: { from: number; fits: number; distance: number }[] = [];
  let first = 0;
  let counted = 0;
  for (let from = text.indexOf(quote); from >= 0 && places.length < mostPlaces; from = text.indexOf(quote, from + 1)) {
    first += countBreaks(text, counted, from);
    counted = from;
    const fits = fitAbove(lines, first, words.before) + fitBelow(lines, first + height + 1, words.after);
    places.push({ from, fits, distance: Math.abs(first + 1 - line) });
  }
  const [best, next] = places.toSorted((a, b) => b.fits - a.fits || a.distance - b.distance);
  if (best === undefined) return undefined;
  const alone = next === undefined && quote.trim().length >= tellingLength;
  return { from: best.from, to: best.from + quote.length, sure: alone || best.fits > 0 };
}

/** What stands between the lines that stood before and after, with lines of the quotation itself as further witnesses. */
function searchBetween(text: string, words: Words, line: number): Found | undefined {
  const quoted = words.quote.split('\n');
  const height = quoted.length;
  const known = weigh(words.before) + weigh(words.after) + (height > 1 ? weigh(quoted) : 0);
  if (known < 1) return undefined;
  const lines = text.split('\n');
  const tops = gaps(lines, (at) => fitAbove(lines, at, words.before), words.before.length === 0 ? 0 : undefined);
  const ends = gaps(
    lines,
    (at) => fitBelow(lines, at, words.after),
    words.after.length === 0 ? lines.length : undefined,
  );
  const within = new Set(height > 1 ? quoted.map((one) => one.trim()).filter((one) => weight(one) > 0) : []);
  let best: { top: number; end: number; score: number; distance: number } | undefined;
  const weighGap = (top: number, end: number): void => {
    let score = (tops.get(top) ?? 0) + (ends.get(end) ?? 0);
    for (const one of lines.slice(top, end)) if (within.has(one.trim())) score += weight(one);
    const distance = Math.abs(top + 1 - line) + Math.abs(end - top - height);
    const better = best === undefined || score > best.score || (score === best.score && distance < best.distance);
    if (better) best = { top, end, score, distance };
  };
  for (const top of tops.keys()) for (let end = top; end <= reach(top); end += 1) weighGap(top, end);
  for (const end of ends.keys())
    for (let top = Math.max(0, end - height - growth); top <= end; top += 1) weighGap(top, end);
  if (best === undefined || best.score < Math.max(1, known * enough)) return undefined;
  // The neighbours are there and nothing is between them: it was taken away.
  return best.top === best.end ? undefined : offsets(lines, best.top, best.end);

  function reach(top: number): number {
    return Math.min(lines.length, top + height + growth);
  }
}

/** The gaps before lines (from 0) that fit at all. `always` is the edge of the text, where a quotation without neighbours was. */
function gaps(lines: readonly string[], fit: (at: number) => number, always: number | undefined): Map<number, number> {
  const found = new Map<number, number>();
  if (always !== undefined) return found.set(always, 0);
  for (let at = 0; at <= lines.length; at += 1) {
    const score = fit(at);
    if (score > 0) found.set(at, score);
  }
  return found;
}

/** How much of the lines before stands directly above the line `at`. */
function fitAbove(lines: readonly string[], at: number, before: readonly string[]): number {
  return before.reduce((sum, one, index) => sum + same(lines[at - before.length + index], one), 0);
}

/** How much of the lines after stands from the line `at` on. */
function fitBelow(lines: readonly string[], at: number, after: readonly string[]): number {
  return after.reduce((sum, one, index) => sum + same(lines[at + index], one), 0);
}

const same = (line: string | undefined, known: string): number =>
  line?.slice(0, contextLineLimit).trim() === known.trim() ? weight(known) : 0;

const weigh = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + weight(line), 0);

/** Brackets and blank lines are everywhere and say little. */
function weight(line: string): number {
  if (/\w{2}|[^\p{ASCII}]/u.test(line)) return 1;
  return line.trim() === '' ? 0 : 0.25;
}

function offsets(lines: readonly string[], top: number, end: number): Found {
  const length = (count: number): number => lines.slice(0, count).reduce((sum, line) => sum + line.length + 1, 0);
  const from = length(top);
  const text = lines.slice(top, end).join('\n');
  const indent = text.length - text.trimStart().length;
  if (text.trim() === '') return { from, to: from + text.length, sure: false };
  return { from: from + indent, to: from + text.trimEnd().length, sure: false };
}
