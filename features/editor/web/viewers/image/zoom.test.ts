import { expect, it } from 'vitest';
import { fitZoom, stepZoom } from './zoom.ts';

it('shows all of a large picture and does not blow up a small one', () => {
  expect(fitZoom({ width: 2000, height: 500 }, { width: 1000, height: 1000 })).toBe(0.5);
  expect(fitZoom({ width: 16, height: 16 }, { width: 1000, height: 1000 })).toBe(1);
  expect(fitZoom({ width: 0, height: 0 }, { width: 1000, height: 1000 })).toBe(1);
});

it('goes in steps from what is seen, and stops at the ends', () => {
  expect(stepZoom('fit', 1, 0.4)).toBe(0.5);
  expect(stepZoom('fit', -1, 0.4)).toBe(0.25);
  expect(stepZoom(1, 1, 0.4)).toBe(1.5);
  expect(stepZoom(32, 1, 1)).toBe(32);
  expect(stepZoom(0.05, -1, 1)).toBe(0.05);
});
