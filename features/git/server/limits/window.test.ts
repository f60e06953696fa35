import { describe, expect, it } from 'vitest';
import { Window } from './window.ts';

describe('a window', () => {
  it('lets so many through, says how long to wait, and begins anew', () => {
    let now = 0;
    const window = new Window({ now: () => new Date(now) }, { most: 2, seconds: 60 });
    expect([window.take('a'), window.take('a'), window.take('b')]).toEqual([undefined, undefined, undefined]);
    now = 20_000;
    expect(window.take('a')).toBe(40);
    now = 60_000;
    expect(window.take('a')).toBeUndefined();
  });
});
