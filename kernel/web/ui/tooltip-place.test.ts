import { expect, it } from 'vitest';
import { place } from './tooltip-place.ts';

const view = { width: 400, height: 300 };
const own = { width: 100, height: 20 };

it('lies in the middle of the wished side', () => {
  expect(place({ left: 150, top: 100, width: 40, height: 20 }, own, 'bottom', view)).toEqual({ left: 120, top: 126 });
});

it('goes to the opposite side where the wished one has no room', () => {
  expect(place({ left: 150, top: 280, width: 40, height: 16 }, own, 'bottom', view)).toEqual({ left: 120, top: 254 });
  expect(place({ left: 0, top: 100, width: 20, height: 20 }, own, 'left', view).left).toBe(26);
});

it('is moved along to stay in view', () => {
  expect(place({ left: 370, top: 10, width: 20, height: 20 }, own, 'bottom', view).left).toBe(296);
  expect(place({ left: 0, top: 10, width: 20, height: 20 }, own, 'bottom', view).left).toBe(4);
});
