import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './waits.ts';

it.each([
  'await vi.waitFor(() => expect(seen).toBe(1));',
  "await Promise.race([done, new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 5000))]);",
  "run(['sleep', '30']);",
  '// The quota is read again after a time that nothing announces.\nawait new Promise((resolve) => setTimeout(resolve, 100));',
])('is green on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/a.test.ts': text })).toEqual([]);
});

it.each([
  'await new Promise((resolve) => setTimeout(resolve, 100));',
  'await new Promise<void>((done) => { setTimeout(() => done(), 100); });',
  'await new Promise(r => setTimeout(r, 100));',
  'await sleep(100);',
  'await page.waitForTimeout(100);',
  "import { setTimeout } from 'node:timers/promises';",
])('is red on %s', (text) => {
  expect(placesOf(law, { 'kernel/server/testing/a.ts': `\n${text}` })).toEqual(['kernel/server/testing/a.ts:2']);
  expect(placesOf(law, { 'kernel/server/a.ts': text })).toEqual([]);
});
