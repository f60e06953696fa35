import type { Written } from '@e-code/port-kv';

export type Listener = (written: readonly Written[]) => void;

/** Who wants to hear of changes in which space. It hears what is written through this process. */
export class Watchers {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @returns what ends it */
  add(space: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(space) ?? new Set();
    this.#listeners.set(space, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(space) === listeners) this.#listeners.delete(space);
    };
  }

  tell(space: string, written: readonly Written[]): void {
    for (const listener of this.#listeners.get(space) ?? []) listener(written);
  }
}
