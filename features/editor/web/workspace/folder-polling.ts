import type { WatchState } from '@e-code/host/contract';
import type { HostSocket } from '../host/socket.ts';
import { Store } from '../parts/store.ts';

/** How often folders are listed again while nobody tells what changes in them, in milliseconds. */
export const pollInterval = 5000;

/**
 * What the host says about watching the files. While it cannot watch, such as when the machine's limit is reached, `look`
 * is called every few seconds. Open documents are looked after by the host itself.
 */
export class FolderPolling {
  /** Why changes are not told at once; undefined while they are. */
  readonly reason = new Store<string | undefined>(undefined);
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @returns how to end it */
  start(socket: Pick<HostSocket, 'on'>, look: () => void): () => void {
    const forget = socket.on('watch.state', ({ watch }) => this.#follow(watch, look));
    return () => {
      forget();
      clearInterval(this.#timer);
    };
  }

  #follow({ status, reason }: WatchState, look: () => void): void {
    clearInterval(this.#timer);
    const unavailable = status === 'unavailable';
    this.reason.set(unavailable ? (reason ?? '') : undefined);
    if (unavailable) this.#timer = setInterval(look, pollInterval);
  }
}
