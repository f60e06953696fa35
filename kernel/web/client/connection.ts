import { useSyncExternalStore } from 'react';

/** `offline`: the last request got no answer, or the browser says that there is no network. */
export type Connection = 'online' | 'offline';

let state: Connection = typeof navigator !== 'undefined' && !navigator.onLine ? 'offline' : 'online';
const listeners = new Set<() => void>();

/** Told by the client after every request and by the live connection. */
export function reportConnection(next: Connection): void {
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => reportConnection('online'));
  window.addEventListener('offline', () => reportConnection('offline'));
}

export function currentConnection(): Connection {
  return state;
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server can be reached, as far as this page knows. */
export function useConnection(): Connection {
  return useSyncExternalStore(onConnectionChange, currentConnection, () => 'online');
}
