import type { KeyboardEvent } from 'react';

type ListKeys = {
  count: number;
  current: number;
  /** Rows in view. */
  pageLength: () => number;
  go: (index: number) => void;
  /** What other keys do. */
  acts: Partial<Record<string, () => unknown>>;
};

/** The keys that move through a list, and those that do something with the row they are at. */
export function useListKeys({ count, current, pageLength, go, acts }: ListKeys): (event: KeyboardEvent) => void {
  const to = (index: number) => () => go(Math.min(count - 1, Math.max(0, index)));
  return (event) => {
    const moves: Partial<Record<string, () => unknown>> = {
      ArrowDown: to(current + 1),
      ArrowUp: to(current - 1),
      PageDown: to(current + pageLength()),
      PageUp: to(current - pageLength()),
      Home: to(0),
      End: to(count - 1),
      ...acts,
    };
    const act = moves[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
}
