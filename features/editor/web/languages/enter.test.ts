import { expect, it } from 'vitest';
import { bestOf } from './enter.ts';

const list = (...labels: string[]) => labels.map((label) => ({ label }));

it('prefers what begins with the letters as they were typed', () => {
  const options = list('to_upper', 'Toup', 'toLocaleUpperCase', 'toUpperCase');
  expect(bestOf(options, 'toUp')?.label).toBe('toUpperCase');
  expect(bestOf(options, 'toup')?.label).toBe('Toup');
});

it('takes what has the letters in their order, and nothing that lacks one', () => {
  expect(bestOf(list('map', 'toLocaleUpperCase'), 'tuc')?.label).toBe('toLocaleUpperCase');
  expect(bestOf(list('map', 'filter'), 'x')).toBeUndefined();
});
