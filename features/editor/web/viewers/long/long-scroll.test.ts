import { expect, it } from 'vitest';
import { LongScroll, scrollHeight } from './long-scroll.ts';

const row = 20;

it('is an ordinary scroll bar for a list that fits', () => {
  const scroll = new LongScroll(1000 * row, 500);
  scroll.scrolled(777, 0);
  expect([scrollHeight(scroll.total), scroll.top, scroll.settle()]).toEqual([20_000, 777, false]);
});

it('moves by lines with the wheel and over the whole with the thumb, in a list of ten million lines', () => {
  const total = 10_000_000 * row;
  const scroll = new LongScroll(total, 500);
  scroll.fine('wheel', 0);
  scroll.scrolled(100, 10);
  expect(scroll.top).toBe(100);
  scroll.scrolled((scrollHeight(scroll.total) - 500) / 2, 5000);
  expect(scroll.top).toBeCloseTo((total - 500) / 2, 0);
});

it('reaches both ends in whatever way', () => {
  const total = 10_000_000 * row;
  const scroll = new LongScroll(total, 500);
  scroll.scrolled(scrollHeight(scroll.total) - 500, 5000);
  expect(scroll.top).toBe(total - 500);
  scroll.fine('wheel', 6000);
  scroll.scrolled(scroll.bar - 200, 6010);
  expect(scroll.top).toBe(total - 700);
  expect(scroll.settle()).toBe(true);
  scroll.moveTo(1000);
  for (let at = 0; at < 50; at += 1) {
    scroll.fine('wheel', 10_000 + at);
    scroll.scrolled(Math.max(0, scroll.bar - 100), 10_000 + at);
    scroll.settle();
  }
  expect(scroll.top).toBeLessThan(1000);
  scroll.moveTo(total * 2);
  expect(scroll.top).toBe(total - 500);
});

it('puts the bar where the place is', () => {
  const total = 10_000_000 * row;
  const scroll = new LongScroll(total, 500);
  scroll.moveTo(total / 2);
  expect(scroll.bar / scrollHeight(scroll.total)).toBeCloseTo(0.5, 3);
});
