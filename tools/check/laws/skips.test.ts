import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './skips.ts';

it.each([
  "it('skips what is empty', () => {});",
  "it.skipIf(!loop)('limits the disk', () => {});",
  "// Chromium of Debian 12 crashes here, and a later one does not.\nit.skip('prints', () => {});",
  "run('it.only()');",
])('is green on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/a.test.ts': text })).toEqual([]);
});

it.each([
  "it.only('a', () => {});",
  "// while I look at it\nit.only('a', () => {});",
  "it.skip('a', () => {});",
  "it.concurrent.skip('a', () => {});",
  "test.todo('a');",
])('is red on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/a.test.ts': text })).toHaveLength(1);
});
