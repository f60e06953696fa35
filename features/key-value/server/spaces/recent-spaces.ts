import { RevocableCache } from '@e-code/kernel/server';
import type { Kernel } from '@e-code/kernel/server';
import { findSpace, hashOf } from './addresses.ts';
import type { Space } from './space.ts';

/** Finds the space of a token, for each of many requests: most of them ask for what was asked a moment ago. */
export class RecentSpaces {
  readonly #kernel: Kernel;
  readonly #cache = new RevocableCache<Space>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  async find(token: string): Promise<Space | undefined> {
    const { clock, database } = this.#kernel;
    const hash = hashOf(token);
    const known = this.#cache.get(hash, clock.now().getTime());
    if (known !== undefined) return known;
    const mark = this.#cache.mark();
    const found = await findSpace(database.read, token, clock.now());
    if (found !== undefined) this.#cache.keep(hash, found, clock.now().getTime(), mark);
    return found;
  }

  forget(projectId: string): void {
    this.#cache.forget((space) => space.projectId === projectId);
  }
}
