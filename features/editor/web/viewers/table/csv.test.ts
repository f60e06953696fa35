import fc from 'fast-check';
import { expect, it } from 'vitest';
import { detectDelimiter, parseCsv } from './csv.ts';

it('reads fields, quotes, line breaks in quotes and empty fields', () => {
  expect(parseCsv('a,b,c\r\n"x, y","say ""hi""","two\nlines"\n,,\n', ',')).toEqual([
    ['a', 'b', 'c'],
    ['x, y', 'say "hi"', 'two\nlines'],
    ['', '', ''],
  ]);
});

it('reads a text that ends in the middle', () => {
  expect(parseCsv('a,b\n1,"open', ',')).toEqual([
    ['a', 'b'],
    ['1', 'open'],
  ]);
  expect(parseCsv('', ',')).toEqual([]);
  expect(parseCsv('\ufeffa', ',')).toEqual([['a']]);
});

it('finds the delimiter, not minding what is in quotes', () => {
  expect(detectDelimiter('a;b;c\n"1,1,1,1";2;3')).toBe(';');
  expect(detectDelimiter('a\tb\n1\t2')).toBe('\t');
  expect(detectDelimiter('one column')).toBe(',');
});

it('reads back whatever was written', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', '\n', '\r', ' ') });
  const records = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(records, (written) => {
      const text = written
        .map((record) => record.map((value) => `"${value.replaceAll('"', '""')}"`).join(','))
        .join('\n');
      expect(parseCsv(text, ',')).toEqual(written);
    }),
  );
});
