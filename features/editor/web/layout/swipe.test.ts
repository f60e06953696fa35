import { expect, it } from 'vitest';
import { swipeOf } from './swipe.ts';

it('tells a swipe from a scroll, a tap and a slow drag', () => {
  expect(swipeOf({ x: -120, y: 20, time: 200 })).toBe('next');
  expect(swipeOf({ x: 120, y: -20, time: 200 })).toBe('previous');
  expect(swipeOf({ x: -120, y: 90, time: 200 })).toBeUndefined();
  expect(swipeOf({ x: -10, y: 0, time: 60 })).toBeUndefined();
  expect(swipeOf({ x: -200, y: 0, time: 1500 })).toBeUndefined();
});
