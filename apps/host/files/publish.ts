import { lstat, open, rename } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Conflict } from '../contract/files.ts';
import { HostError, isMissing, toHostError } from '../failure.ts';
import { withLock } from './locks.ts';
import type { Place } from './paths.ts';
import type { Trash } from './trash.ts';

export interface Publishing {
  /** Absolute path of a finished entry on the same file system. */
  readonly from: string;
  readonly to: Place;
  readonly conflict: Conflict;
  readonly durable?: boolean;
}

export interface Published extends Place {
  /** Restores what was replaced; null when nothing was in the way. */
  readonly undo: string | null;
}

/**
 * Moves an entry to its place: a rename, so others see either the old state or the new one. What is in the way stays
 * (`fail`), goes to the trash (`replace`), or keeps its name while the newcomer gets another (`keep-both`).
 * `durable: false` spares the fsync of the folder, for many files that can be had again.
 */
export async function publish(trash: Trash, { from, to, conflict, durable = true }: Publishing): Promise<Published> {
  return withLock(dirname(to.absolute), async () => {
    const taken = await exists(to.absolute);
    if (taken && conflict === 'fail') throw new HostError('path_exists', { path: to.relative });
    const place = taken && conflict === 'keep-both' ? await freePlace(to) : to;
    const undo = taken && conflict === 'replace' ? (await trash.remove([to.relative])).undo : null;
    await rename(from, place.absolute).catch((error: unknown) => {
      throw toHostError(error, to.relative);
    });
    if (durable) await syncDirectory(dirname(place.absolute));
    return { ...place, undo };
  });
}

/** Makes the names in a folder survive a power loss. */
export async function syncDirectory(absolute: string): Promise<void> {
  const handle = await open(absolute, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const exists = (absolute: string): Promise<boolean> =>
  lstat(absolute).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false;
      throw toHostError(error);
    },
  );

/** `notes.txt` becomes `notes (2).txt`, then `notes (3).txt`. */
async function freePlace(place: Place): Promise<Place> {
  const extension = extname(place.absolute);
  const stem = basename(place.absolute, extension);
  for (let count = 2; ; count += 1) {
    const name = `${stem} (${count})${extension}`;
    const absolute = join(dirname(place.absolute), name);
    if (await exists(absolute)) continue;
    const folder = dirname(place.relative);
    return { absolute, relative: folder === '.' ? name : `${folder}/${name}` };
  }
}
