import type { ReactNode } from 'react';
import { t } from './texts.ts';

export type ToastKind = 'success' | 'info' | 'error';
export type ToastOptions = {
  description?: ReactNode;
  action?: { label: string; onClick: () => void };
  /** Milliseconds until it goes; 0 keeps it. */
  timeout?: number;
};
export type ToastRequest = ToastOptions & { readonly id: string; readonly kind: ToastKind; readonly title: string };

type Drawer = { readonly show: (request: ToastRequest) => void; readonly close: (id?: string) => void };

// The region is loaded with the first toast: what is asked for until then waits here.
let drawer: Drawer | undefined;
let waiting: ToastRequest[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** The region takes over what waits and what comes. Returns how to give it back. */
export function takeToasts(next: Drawer): () => void {
  drawer = next;
  for (const request of waiting) next.show(request);
  waiting = [];
  return () => {
    drawer = undefined;
  };
}

/** Tells when a region is needed. */
export const toastDemand = {
  needed: () => waiting.length > 0 || drawer !== undefined,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function show(kind: ToastKind, title: string, options: ToastOptions = {}): string {
  const id = `toast-${nextId}`;
  nextId += 1;
  const request = { ...options, id, kind, title };
  if (drawer) drawer.show(request);
  else waiting.push(request);
  for (const listener of listeners) listener();
  return id;
}

function close(id?: string): void {
  waiting = id === undefined ? [] : waiting.filter((request) => request.id !== id);
  drawer?.close(id);
}

/** How long `toast.undo` can be taken back, in milliseconds. */
export const undoTime = 10_000;

/** Short news at the lower right. Callable from anywhere, in a component or not; every call returns the id for `close`. */
export const toast = {
  success: (title: string, options?: ToastOptions) => show('success', title, options),
  info: (title: string, options?: ToastOptions) => show('info', title, options),
  /** Stays until it is closed and interrupts a screen reader. */
  error: (title: string, options?: ToastOptions) => show('error', title, options),
  /** Something was done that `undo` takes back within ten seconds. A rejected undo is shown as an error. */
  undo: (title: string, undo: () => void | Promise<unknown>, options: Omit<ToastOptions, 'action'> = {}) => {
    const takeBack = async () => {
      close(id);
      try {
        await undo();
        show('success', t('undone'), { timeout: 2000 });
      } catch (error) {
        show('error', error instanceof Error ? error.message : String(error));
      }
    };
    const action = { label: t('undo'), onClick: () => void takeBack() };
    const id: string = show('info', title, { timeout: undoTime, ...options, action });
    return id;
  },
  close,
};
