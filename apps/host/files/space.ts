import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Partials } from './partials.ts';
import type { Trash } from './trash.ts';

/** What can be given up when the disk is full: nobody misses an upload that was broken off, then the oldest deletion. */
export class Space {
  readonly #state: string;
  readonly #partials: Partials;
  readonly #trash: Trash;

  constructor(state: string, partials: Partials, trash: Trash) {
    this.#state = state;
    this.#partials = partials;
    this.#trash = trash;
  }

  /** Frees some space. False when there is nothing left to give up. */
  async dropOldest(): Promise<boolean> {
    return (await this.#partials.dropOldest(Date.now())) || (await this.#trash.dropOldest());
  }

  async dropExpired(now: number): Promise<void> {
    await this.#partials.dropExpired(now);
    await this.#trash.dropExpired(now);
  }

  /** Bytes that a file may have at most. What could be given up is only counted when it matters, which takes time. */
  async room(wanted: number): Promise<number> {
    const disk = await statfs(this.#state);
    const free = disk.bavail * disk.bsize;
    if (wanted <= free) return free;
    return free + (await sizeOf(join(this.#state, 'trash'))) + (await sizeOf(join(this.#state, 'uploads')));
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.blocks * 512;
  let size = 0;
  for (const name of await readdir(path).catch(() => [])) size += await sizeOf(join(path, name));
  return size;
}
