import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_at, last) => last,
};

/**
 * Arrow keys walk from the search field through the rows and back; a letter on a row goes to the search field.
 * @returns the ref of what holds both
 */
export function useRowKeys(): RefObject<HTMLDivElement | null> {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const listen = (event: KeyboardEvent) => walkRows(element, event);
    element.addEventListener('keydown', listen);
    return () => element.removeEventListener('keydown', listen);
  });
  return container;
}

function walkRows(container: HTMLElement, event: KeyboardEvent): void {
  const field = container.querySelector<HTMLInputElement>('input[type=search]');
  const rows = [...container.querySelectorAll<HTMLElement>('[data-project-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const inField = document.activeElement === field;
  if (event.ctrlKey || event.metaKey || event.altKey || (at < 0 && !inField)) return;
  const step = steps[event.key];
  if (step !== undefined && (!inField || event.key === 'ArrowDown')) {
    event.preventDefault();
    const next = step(at, rows.length - 1);
    (next < 0 ? field : rows[next])?.focus();
  } else if (!inField && /^\p{L}$|^\p{N}$/u.test(event.key)) {
    field?.focus();
  }
}
