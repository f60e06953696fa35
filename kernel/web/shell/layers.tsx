import { createElement, lazy, Suspense, useSyncExternalStore, type ComponentType, type ReactElement } from 'react';

/** Something that lies over whatever page is open, until it closes itself. */
export type Layer = ComponentType<{ onClose: () => void }>;

let open: ReactElement | undefined;
const listeners = new Set<() => void>();

function show(layer?: ReactElement): void {
  open = layer;
  for (const listener of listeners) listener();
}

/**
 * Opens a dialog of a feature over the present page; its code is fetched now. So a feature offers a dialog as a command
 * that every screen can run, and screens of other features need not know it.
 */
export function openLayer(load: () => Promise<Layer>): void {
  const Loaded = lazy(async () => ({ default: await load() }));
  show(createElement(Loaded, { onClose: () => show() }));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const current = () => open;

/** Draws the open layer. The shell has one. */
export function Layers() {
  return <Suspense>{useSyncExternalStore(subscribe, current)}</Suspense>;
}
