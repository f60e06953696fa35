import { useEffect, useRef, useState, type DOMAttributes, type SyntheticEvent, type TouchEvent } from 'react';

/** What of an element's own properties a menu adds to. */
export type TriggerProps = DOMAttributes<HTMLElement> & { readonly id?: string };

/** Who asked for a menu: with which click, on what. */
export type MenuRequest = { readonly request: MouseEvent; readonly anchor: HTMLElement };

/** How long a finger rests until it means the menu, in milliseconds; iOS sends no event of its own for it. */
const longPress = 500;

/** How far it may move meanwhile, in pixels. */
const longPressRadius = 10;

export const loadMenus = () => import('./menu-layer.tsx');

/** Whether a menu is open, and what asked for it last. */
export function useMenuRequest() {
  const [request, setRequest] = useState<MenuRequest>();
  const [open, setOpen] = useState(false);
  const ask = (event: MouseEvent, anchor: HTMLElement): void => setRequest({ request: event, anchor });
  return { request, open, setOpen, ask };
}

type PrefetchEvent = 'onPointerEnter' | 'onPointerDown' | 'onFocus';

/** The handlers that fetch menus when somebody is about to open one, a moment before the click. */
export function prefetchOn(own: TriggerProps, events: readonly PrefetchEvent[]) {
  const handlerOf = (name: PrefetchEvent) => (event: SyntheticEvent<HTMLElement>) => {
    (own[name] as ((event: SyntheticEvent<HTMLElement>) => void) | undefined)?.(event);
    // A guess: what fails here is told when the menu is really asked for.
    loadMenus().catch(() => undefined);
  };
  return Object.fromEntries(events.map((name) => [name, handlerOf(name)]));
}

/** A finger that rests sends what the right button of a mouse would have sent. */
export function useLongPress(own: TriggerProps) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const asked = useRef(false);
  const cancel = (): void => clearTimeout(timer.current);
  useEffect(() => cancel, []);
  return {
    onTouchStart: (event: TouchEvent<HTMLElement>) => {
      own.onTouchStart?.(event);
      cancel();
      const touch = event.touches[0];
      if (!touch || event.touches.length > 1) return;
      const { target } = event;
      start.current = { x: touch.clientX, y: touch.clientY };
      asked.current = false;
      timer.current = setTimeout(() => {
        asked.current = true;
        const { x: clientX, y: clientY } = start.current;
        target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY }));
      }, longPress);
    },
    onTouchMove: (event: TouchEvent<HTMLElement>) => {
      own.onTouchMove?.(event);
      const touch = event.touches[0];
      const { x, y } = start.current;
      if (!touch || Math.hypot(touch.clientX - x, touch.clientY - y) > longPressRadius) cancel();
    },
    onTouchEnd: (event: TouchEvent<HTMLElement>) => {
      own.onTouchEnd?.(event);
      cancel();
      // Otherwise the browser makes a click of it, which lies outside of the menu and closes it.
      if (asked.current) event.preventDefault();
    },
    onTouchCancel: (event: TouchEvent<HTMLElement>) => {
      own.onTouchCancel?.(event);
      cancel();
    },
  };
}
