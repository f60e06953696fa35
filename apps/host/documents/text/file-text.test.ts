import { Text } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, writeText } from './file-text.ts';
import { lineDiff } from './line-diff.ts';
import { mapEndings } from './line-endings.ts';

const pieces = fc.constantFrom('a', '\n', '\r\n', '\r', '\uFEFF', 'ü', '🦊', '\t', 'word');
const content = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

/** An edit may begin a text with a byte order mark; read again, it is one. */
const unmarked = content.map((source) => source.replaceAll('\uFEFF', ''));

function edited(source: string, edit: (text: string) => string): string {
  const file = readText(Buffer.from(source));
  if (file === undefined) throw new Error('Not text.');
  const text = edit(file.text);
  const endings = mapEndings(file.endings, Text.of(file.text.split('\n')), lineDiff(file.text, text));
  return writeText({ ...file, text, endings }).toString();
}

describe('readText and writeText', () => {
  it('give back the bytes of any text', () => {
    fc.assert(
      fc.property(content, (source) => {
        const file = readText(Buffer.from(source));
        expect(file?.text).not.toMatch(/\r/);
        expect(file && writeText(file).toString()).toBe(source);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuse what is not UTF-8, and what has a NUL', () => {
    expect(readText(Buffer.from([0xff, 0xfe, 0x41]))).toBeUndefined();
    expect(readText(Buffer.from('a\0b'))).toBeUndefined();
  });

  it('tell how the lines end', () => {
    expect(readText(Buffer.from('a\r\nb\r\n'))?.endings).toEqual({ kind: '\r\n' });
    expect(readText(Buffer.from('a\rb'))?.endings).toEqual({ kind: '\r' });
    expect(readText(Buffer.from('a\r\nb\n'))?.endings.kind).toBe('mixed');
    expect(readText(Buffer.from('\uFEFFa'))).toEqual({ text: 'a', endings: { kind: '\n' }, byteOrderMark: true });
  });
});

describe('mapEndings', () => {
  it('leaves the endings of lines alone that were not edited', () => {
    expect(edited('a\r\nb\nc\rd\r\n', (text) => text.replace('c', 'see'))).toBe('a\r\nb\nsee\rd\r\n');
    expect(edited('a\r\nb\nc\rd\r\n', (text) => text.replace('b\n', ''))).toBe('a\r\nc\rd\r\n');
  });

  it('ends new lines like the line before them', () => {
    expect(edited('a\r\nb\nc\n', (text) => text.replace('b', 'new\nb'))).toBe('a\r\nnew\r\nb\nc\n');
    expect(edited('a\r\nb\r\n', (text) => `${text}c\n`)).toBe('a\r\nb\r\nc\r\n');
  });

  it('knows the ending of every line after any edit', () => {
    fc.assert(
      fc.property(content, unmarked, (before, after) => {
        const target = readText(Buffer.from(after))?.text ?? '';
        const written = edited(before, () => target);
        expect(readText(Buffer.from(written))?.text).toBe(target);
      }),
      { numRuns: 2000 },
    );
  });
});
