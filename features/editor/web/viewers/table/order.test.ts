import { expect, it } from 'vitest';
import { arrange, nextOrder } from './order.ts';

const rows = [
  ['b', '10'],
  ['A', '9.5'],
  ['c', ''],
  ['a2', '-3'],
  ['a10', '1e3'],
];
const column = (order: Parameters<typeof arrange>[2], at: number) => arrange(rows, '', order).map((row) => row[at]);

it('sorts numbers by value and keeps what is empty last', () => {
  expect(column({ column: 1, descending: false }, 1)).toEqual(['-3', '9.5', '10', '1e3', '']);
  expect(column({ column: 1, descending: true }, 1)).toEqual(['1e3', '10', '9.5', '-3', '']);
});

it('sorts words as people do', () => {
  expect(column({ column: 0, descending: false }, 0)).toEqual(['A', 'a2', 'a10', 'b', 'c']);
});

it('keeps rows that hold the text anywhere, whatever its case', () => {
  expect(arrange(rows, ' A1 ', undefined)).toEqual([['a10', '1e3']]);
});

it('goes from ascending to descending to the order of the file', () => {
  const first = nextOrder(undefined, 2);
  const second = nextOrder(first, 2);
  expect([first, second, nextOrder(second, 2), nextOrder(second, 1)]).toEqual([
    { column: 2, descending: false },
    { column: 2, descending: true },
    undefined,
    { column: 1, descending: false },
  ]);
});
