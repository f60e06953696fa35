import type { TouchEvent } from 'react';
import { useRef } from 'react';

/** A finger moved at least so far, in pixels, in at most so long, in milliseconds, is a swipe and no scroll. */
const leastWay = 56;
const mostTime = 600;

type Start = { readonly x: number; readonly y: number; readonly time: number; readonly target: Element };

/** What a finger did between two moments: to the left is `next`, to the right `previous`. */
export function swipeOf(way: { x: number; y: number; time: number }): 'next' | 'previous' | undefined {
  const sideways = Math.abs(way.x) > Math.abs(way.y) * 2;
  if (!sideways || Math.abs(way.x) < leastWay || way.time > mostTime) return undefined;
  return way.x < 0 ? 'next' : 'previous';
}

/** Whether something under the finger has more to show in that direction: then the finger scrolls it. */
function scrolls(from: Element, direction: 'next' | 'previous'): boolean {
  for (let element: Element | null = from; element; element = element.parentElement) {
    const room = element.scrollWidth - element.clientWidth;
    if (room < 2 || !/auto|scroll/.test(getComputedStyle(element).overflowX)) continue;
    if (direction === 'next' ? element.scrollLeft < room - 1 : element.scrollLeft > 1) return true;
  }
  return false;
}

/** Handlers for an element that is swiped over with one finger. */
export function useSwipe(onSwipe: (direction: 'next' | 'previous') => void) {
  const start = useRef<Start>(undefined);
  return {
    onTouchStart: ({ touches, target, timeStamp }: TouchEvent) => {
      const touch = touches.item(0);
      const one = touches.length === 1 && touch && target instanceof Element;
      start.current = one ? { x: touch.clientX, y: touch.clientY, time: timeStamp, target } : undefined;
    },
    onTouchEnd: ({ changedTouches, timeStamp }: TouchEvent) => {
      const touch = changedTouches.item(0);
      const began = start.current;
      start.current = undefined;
      if (!touch || !began || getSelection()?.isCollapsed === false) return;
      const direction = swipeOf({
        x: touch.clientX - began.x,
        y: touch.clientY - began.y,
        time: timeStamp - began.time,
      });
      if (direction !== undefined && !scrolls(began.target, direction)) onSwipe(direction);
    },
  };
}
