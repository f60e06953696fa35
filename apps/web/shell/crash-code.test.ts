import { expect, it } from 'vitest';
import { crashCode, isMissingChunk } from './crash-code.ts';

it('gives the same mistake the same code and another one another', () => {
  const code = crashCode('TypeError: x is undefined');
  expect(code).toMatch(/^[0-9A-Z]{7}$/);
  expect(crashCode('TypeError: x is undefined')).toBe(code);
  expect(crashCode('TypeError: y is undefined')).not.toBe(code);
});

it.each([
  'Failed to fetch dynamically imported module: http://localhost:3000/assets/a.js',
  'error loading dynamically imported module: http://localhost:3000/assets/a.js',
  'Importing a module script failed.',
  'Unable to preload CSS for /assets/a.css',
])('knows a missing chunk by what browsers say: %s', (message) => {
  expect(isMissingChunk(message)).toBe(true);
});

it('takes no ordinary error for a missing chunk', () => {
  expect(isMissingChunk('x is not a function')).toBe(false);
});
