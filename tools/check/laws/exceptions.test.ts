import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './exceptions.ts';

it.each([
  '// oxlint-disable-next-line no-console -- the launcher speaks to a person',
  '/* oxlint-disable max-lines -- one table of all routes */',
  '// @ts-expect-error the library types forget this field',
  '// A thrown redirect is no error.\n// oxlint-disable-next-line only-throw-error',
  "const text = '// oxlint-disable-next-line';",
  '// We do not write oxlint-disable here.',
])('is green on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/a.ts': `${text}\nexport {};\n` })).toEqual([]);
});

it.each([
  '// oxlint-disable-next-line no-console',
  '// eslint-disable-line no-console -- ok',
  '/* oxlint-disable */',
  '// oxlint-disable-next-line -- because of that',
  '// @ts-expect-error',
  '// @ts-ignore the library types forget this field',
  '// @ts-nocheck',
])('is red on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/a.ts': `\n${text}\nexport {};\n` })).toEqual(['kernel/server/a.ts:2']);
});
