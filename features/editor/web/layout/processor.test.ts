import { expect, it } from 'vitest';
import { processorShare } from './processor.ts';

it('tells the share of all allowed cores', () => {
  expect(processorShare({ cpuSeconds: 10, at: 0 }, { cpuSeconds: 15, at: 5000 }, 2)).toBe(0.5);
});

it('tells nothing from one sample, from two at once, or over a restart', () => {
  const now = { cpuSeconds: 4, at: 10_000 };
  expect(processorShare(undefined, now, 2)).toBeUndefined();
  expect(processorShare({ cpuSeconds: 3, at: 9900 }, now, 2)).toBeUndefined();
  expect(processorShare({ cpuSeconds: 30, at: 5000 }, now, 2)).toBeUndefined();
});
