import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineDiff, replacements } from './line-diff.ts';

const apply = (from: string, to: string): string =>
  lineDiff(from, to)
    .apply(Text.of(from.split('\n')))
    .toString();

// The last three share a half with each other.
const pieces = fc.constantFrom('', 'a', 'b', 'let x = 1', '}', '  y', 'ü🦊', '🐻x', '🦊', '🦁', '🖊');
const someText = fc.array(pieces, { maxLength: 40 }).map((lines) => lines.join('\n'));

/** Whether a text can be cut here without tearing a character of two code units apart. */
const whole = (text: string, at: number): boolean =>
  !/^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));

describe('lineDiff', () => {
  it('leads from any text to any other', () => {
    fc.assert(
      fc.property(someText, someText, (from, to) => {
        expect(apply(from, to)).toBe(to);
      }),
      { numRuns: 3000 },
    );
    const anyText = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        expect(apply(from, to)).toBe(to);
      }),
    );
  });

  it('never tears a character apart', () => {
    fc.assert(
      fc.property(someText, someText, (from, to) => {
        for (const part of replacements(from, to)) {
          expect(whole(from, part.from) && whole(from, part.to)).toBe(true);
          expect(part.insert.isWellFormed()).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('touches only the words that differ', () => {
    const from = 'const one = 1;\nconst two = 2;\nconst three = 3;\n';
    const to = 'const one = 1;\nconst both = 2;\nconst three = 3;\n';
    expect(replacements(from, to)).toEqual([{ from: 21, to: 24, insert: 'both' }]);
  });

  it('pairs the lines of a text that was indented anew', () => {
    const lines = Array.from({ length: 200 }, (_, line) => `value${line} = ${line * 7};`);
    const parts = replacements(lines.join('\n'), lines.map((line) => `  ${line}`).join('\n'));
    expect(parts).toHaveLength(200);
    expect(parts.every((part) => part.from === part.to && part.insert === '  ')).toBe(true);
  });

  it('keeps to the whole of a long text when lines at both ends change', () => {
    const lines = Array.from({ length: 5000 }, (_, line) => `line ${line % 97} ${line}`);
    const changed = ['first', ...lines.slice(1, -1), 'last'];
    expect(replacements(lines.join('\n'), changed.join('\n'))).toHaveLength(2);
  });
});
