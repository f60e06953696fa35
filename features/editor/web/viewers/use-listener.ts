import { useEffect, useEffectEvent, type RefObject } from 'react';

/** Listens to an element for as long as it is shown. `passive`: the listener never keeps the browser from scrolling. */
export function useListener<Name extends keyof HTMLElementEventMap>(
  element: RefObject<HTMLElement | null>,
  name: Name,
  listen: (event: HTMLElementEventMap[Name]) => void,
  passive = false,
): void {
  const latest = useEffectEvent(listen);
  useEffect(() => {
    const { current } = element;
    const heard = (event: HTMLElementEventMap[Name]) => latest(event);
    current?.addEventListener(name, heard, { passive });
    return () => current?.removeEventListener(name, heard);
  }, [element, name, passive]);
}
