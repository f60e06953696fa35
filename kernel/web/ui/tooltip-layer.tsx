import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Kbd } from './kbd.tsx';
import { place } from './tooltip-place.ts';
import type { TooltipSide } from './tooltip.tsx';

/** The first tooltip waits, its neighbours follow at once while one is open or was a moment ago. In milliseconds. */
const firstDelay = 450;
const neighbourTime = 300;

const owner = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;

/** The element whose tooltip is to be shown, with the timing of pointer and keyboard. */
function useAnchor(layer: { readonly current: HTMLElement | null }): HTMLElement | undefined {
  const [anchor, setAnchor] = useState<HTMLElement>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let closedAt = -Infinity;
    let shown: HTMLElement | undefined;
    const show = (next: HTMLElement | undefined) => {
      clearTimeout(timer);
      if (shown && !next) closedAt = Date.now();
      shown = next;
      setAnchor(next);
    };
    const onPointer = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      // The tooltip itself may be pointed at, to read it enlarged or to select it.
      if (event.target instanceof Node && layer.current?.contains(event.target)) return clearTimeout(timer);
      const next = owner(event.target) ?? undefined;
      if (next === shown) return clearTimeout(timer);
      clearTimeout(timer);
      if (!next) timer = setTimeout(() => show(undefined), 80);
      else timer = setTimeout(() => show(next), shown || Date.now() - closedAt < neighbourTime ? 0 : firstDelay);
    };
    const onFocus = (event: FocusEvent) => {
      const next = owner(event.target);
      show(next?.matches(':focus-visible') ? next : undefined);
    };
    const onKey = (event: KeyboardEvent) => event.key !== 'Tab' && show(undefined);
    const hide = () => show(undefined);
    const stop = new AbortController();
    const options = { capture: true, passive: true, signal: stop.signal };
    document.addEventListener('pointerover', onPointer, options);
    document.addEventListener('focusin', onFocus, options);
    document.addEventListener('keydown', onKey, options);
    for (const name of ['pointerdown', 'scroll', 'wheel']) document.addEventListener(name, hide, options);
    document.documentElement.addEventListener('pointerleave', hide, options);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [layer]);
  return anchor?.isConnected ? anchor : undefined;
}

/** Draws the tooltip of the element under the pointer or focus. Put once in the application. */
export function TooltipLayer() {
  const box = useRef<HTMLDivElement>(null);
  const anchor = useAnchor(box);
  const [label, keys] = [anchor?.dataset['tooltip'], anchor?.dataset['tooltipKeys']];
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !anchor) return;
    const side = (anchor.dataset['tooltipSide'] ?? 'bottom') as TooltipSide;
    const { left, top } = place(anchor.getBoundingClientRect(), element.getBoundingClientRect(), side, {
      width: document.documentElement.clientWidth,
      height: document.documentElement.clientHeight,
    });
    element.style.translate = `${left}px ${top}px`;
  }, [anchor, label]);
  // An open menu or dialog of the same button says more than its tooltip.
  if (!anchor || anchor.dataset['popupOpen'] !== undefined) return null;
  return (
    <div
      ref={box}
      role="tooltip"
      className="fixed top-0 left-0 z-60 flex w-max max-w-72 items-center gap-2 rounded-control bg-overlay px-2 py-1 text-small text-text shadow-float"
    >
      {label}
      {keys && <Kbd keys={keys} />}
    </div>
  );
}
