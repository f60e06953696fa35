import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './lawful.ts';

it('is red on a law without a test and green on one with it', () => {
  const tested = { 'tools/check/laws/names.ts': '', 'tools/check/laws/names.test.ts': '' };
  expect(placesOf(law, tested)).toEqual([]);
  expect(placesOf(law, { ...tested, 'tools/check/laws/sizes.ts': '' })).toEqual(['tools/check/laws/sizes.ts']);
});
