import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { onConnectionChange, reportConnection } from '../client/connection.ts';
import { reportUnauthenticated } from '../client/query-client.ts';
import { LiveConnection, type LiveState } from './connection.ts';

const stateListeners = new Set<() => void>();
let page: LiveConnection | undefined;

function openPageConnection(): LiveConnection {
  const connection = new LiveConnection({
    url: () => `${location.origin.replace(/^http/, 'ws')}/api/live`,
    onState: (state) => {
      if (state === 'open') reportConnection('online');
      for (const listener of stateListeners) listener();
    },
    // The server stops, or this person's session does: the shell asks which.
    onEnd: () => reportUnauthenticated(),
  });
  window.addEventListener('online', () => connection.retryNow());
  onConnectionChange(() => connection.retryNow());
  return connection;
}

/** The live connection of this page. */
export function pageConnection(): LiveConnection {
  page ??= openPageConnection();
  return page;
}

/** Whether live news arrive now. */
export function useLiveState(): LiveState {
  const subscribe = (listener: () => void) => {
    stateListeners.add(listener);
    return () => stateListeners.delete(listener);
  };
  return useSyncExternalStore(
    subscribe,
    () => page?.state ?? 'idle',
    () => 'idle' as const,
  );
}

export type LiveHandlers<Event> = {
  onEvent: (event: Event) => void;
  onResume?: () => void;
  onRefused?: (refusal: { code: string; message: string }) => void;
};

/**
 * Listens to a live channel while the component is on screen.
 * @param channel the channel's name, such as `projects.list`; undefined listens to nothing
 * @param key what of the channel: a plain object; compared by value
 * @param handlers called with the newest props, no memo needed
 */
export function useLive<Event>(
  channel: string | undefined,
  key: unknown,
  handlers: LiveHandlers<Event> | ((event: Event) => void),
): void {
  const { onEvent, onResume, onRefused } = typeof handlers === 'function' ? { onEvent: handlers } : handlers;
  const tellEvent = useEffectEvent((event: unknown) => onEvent(event as Event));
  const tellResume = useEffectEvent(() => onResume?.());
  const tellRefused = useEffectEvent((refusal: { code: string; message: string }) => onRefused?.(refusal));
  const keyText = JSON.stringify(key);
  useEffect(() => {
    if (channel === undefined) return undefined;
    return pageConnection().subscribe(channel, JSON.parse(keyText), {
      onEvent: (event) => tellEvent(event),
      onResume: () => tellResume(),
      onRefused: (refusal) => tellRefused(refusal),
    });
  }, [channel, keyText]);
}

/** Reads queries anew whenever the channel has news, and after a break of the connection. */
export function useLiveQuery(channel: string | undefined, key: unknown, queryKey: QueryKey): void {
  const queryClient = useQueryClient();
  const renew = () => void queryClient.invalidateQueries({ queryKey });
  useLive(channel, key, { onEvent: renew, onResume: renew });
}
