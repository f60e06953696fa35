import { expect, it } from 'vitest';
import { quoteText } from './quote.ts';
import { searchQuote } from './search-quote.ts';

const file = [
  'import { read } from "./disk";',
  '',
  'export function load(path: string) {',
  '  const text = read(path);',
  '  return text.split("\\n");',
  '}',
  '',
  'export function count(path: string) {',
  '  const text = read(path);',
  '  return text.length;',
  '}',
  '',
].join('\n');

const quoted = (words: string, nth = 0) => {
  let from = file.indexOf(words);
  for (let step = 0; step < nth; step += 1) from = file.indexOf(words, from + 1);
  return quoteText(file, from, from + words.length);
};
/** What is found, with `?` when it is to be checked. */
const foundIn = (text: string, words: ReturnType<typeof quoted>, line?: number) => {
  const found = searchQuote(text, words, line);
  return found && `${text.slice(found.from, found.to)}${found.sure ? '' : '?'}`;
};

it('remembers the words, the three lines on each side, and where that was', () => {
  expect(quoted('text.split')).toEqual({
    quote: 'text.split',
    before: ['', 'export function load(path: string) {', '  const text = read(path);'],
    after: ['}', '', 'export function count(path: string) {'],
    lines: [5, 5],
  });
  expect(quoteText('a\nb', 0, 3)).toEqual({ quote: 'a\nb', before: [], after: [], lines: [1, 2] });
});

it('finds words that stand once, wherever they went', () => {
  const moved = `${file.replace('  return text.length;\n', '')}// ---\n  return text.length;\n`;
  expect(foundIn(moved, quoted('return text.length'))).toBe('return text.length');
});

it('tells equal words apart by their neighbours', () => {
  const second = quoted('const text = read(path);', 1);
  const found = searchQuote(`// a new line\n${file}`, second);
  expect(found).toEqual({ from: 14 + 1 + file.lastIndexOf('const text') - 1, to: expect.any(Number), sure: true });
});

it('takes the place that is nearest to where the line should be when the neighbours are alike', () => {
  const rows = Array.from({ length: 20 }, () => 'same();').join('\n');
  const words = quoteText(rows, 8 * 5, 8 * 5 + 7);
  expect(searchQuote(rows, words, 12)?.from).toBe(8 * 11);
});

it('shows what stands between the same neighbours when the words are others, to be checked', () => {
  const rewritten = file.replace('return text.split("\\n");', 'return text.split(/\\r?\\n/u, limit);');
  expect(foundIn(rewritten, quoted('return text.split("\\n");'))).toBe('return text.split(/\\r?\\n/u, limit);?');
});

it('finds a block whose middle was rewritten by the lines of it that are left', () => {
  const block = quoted(
    'export function load(path: string) {\n  const text = read(path);\n  return text.split("\\n");\n}',
  );
  const rewritten = file.replace(
    '  const text = read(path);\n  return text.split',
    '  const all = fetchAll();\n  return all.split',
  );
  expect(foundIn(rewritten, block)).toContain('fetchAll');
});

it('does not invent a place in a text that has nothing of it', () => {
  expect(foundIn('completely\nother words\nin all lines\n', quoted('return text.length'))).toBeUndefined();
  expect(foundIn('', quoted('return text.length'))).toBeUndefined();
});

it('says that words are gone when their line was deleted between its neighbours', () => {
  const unique = 'alpha one\nbeta two\ngamma three\ndelta four\n';
  const words = quoteText(unique, 9 + 1, 9 + 1 + 8);
  expect(words.quote).toBe('beta two');
  expect(foundIn(unique.replace('beta two\n', ''), words)).toBeUndefined();
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield state / 2_147_483_648;
  }
}

it('keeps its place through insertions and deletions of other lines, whatever they are', () => {
  const random = numbers(7);
  const below = (limit: number): number => Math.floor(random.next().value * limit);
  for (let round = 0; round < 500; round += 1) {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index} ${below(5)}`);
    const target = below(30);
    const text = lines.join('\n');
    const from = lines.slice(0, target).join('\n').length + (target > 0 ? 1 : 0);
    const words = quoteText(text, from, from + (lines[target]?.length ?? 0));
    const changed = lines.flatMap((line, index) => {
      if (index === target) return [line];
      const kind = below(10);
      if (kind === 0) return [];
      return kind === 1 ? [line, `inserted ${below(1000)}`] : [line];
    });
    expect(foundIn(changed.join('\n'), words), `round ${round}`).toBe(words.quote);
  }
});
