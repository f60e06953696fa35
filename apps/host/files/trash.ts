import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Conflict } from '../contract/files.ts';
import { HostError, isMissing, toHostError } from '../failure.ts';
import { publish } from './publish.ts';
import { locate, locateNew, type Place } from './paths.ts';

/** Deletions older than this are gone for good. */
const keptFor = 7 * 24 * 3600 * 1000;

const idPattern = /^[0-9a-f-]{36}$/;

/**
 * Deleted entries, each deletion one folder: `paths.json` with the former paths, and the entries as `0`, `1`, ...
 * A deletion is a rename, so it takes the same time for a file and for a folder of gigabytes.
 */
export class Trash {
  readonly #root: string;
  readonly #folder: string;

  constructor(root: string, state: string) {
    this.#root = root;
    this.#folder = join(state, 'trash');
  }

  /** Removes the entries. Either all paths are valid, or nothing is removed. Answers the id that restores them. */
  async remove(paths: readonly string[]): Promise<{ undo: string; removed: string[] }> {
    const places = await Promise.all(outermost(paths).map((path) => this.#existing(path)));
    const undo = randomUUID();
    const folder = join(this.#folder, undo);
    await mkdir(folder, { recursive: true });
    const removed = places.map((place) => place.relative);
    await writeFile(join(folder, 'paths.json'), JSON.stringify(removed));
    for (const [index, place] of places.entries()) {
      await rename(place.absolute, join(folder, String(index))).catch((error: unknown) => {
        throw toHostError(error, place.relative);
      });
    }
    return { undo, removed };
  }

  /** Puts a deletion back. What is in the way decides `conflict`. A second restore answers `undo_expired`. */
  async restore(undo: string, conflict: Conflict): Promise<string[]> {
    if (!idPattern.test(undo)) throw new HostError('undo_expired');
    const folder = join(this.#folder, undo);
    const paths = await readPaths(folder);
    const restored: string[] = [];
    for (const [index, path] of paths.entries()) {
      const entry = join(folder, String(index));
      if (await isAbsent(entry)) continue;
      const place = await publish(this, { from: entry, to: await locateNew(this.#root, path), conflict });
      restored.push(place.relative);
    }
    await rm(folder, { recursive: true, force: true });
    if (restored.length === 0) throw new HostError('undo_expired');
    return restored;
  }

  /** What can be restored, the newest first. */
  async list(): Promise<{ undo: string; time: number; paths: string[] }[]> {
    const deletions = await this.#deletions();
    const described = deletions.map(async ({ folder, time }) => {
      const paths = await readPaths(folder).catch(() => []);
      return { undo: basename(folder), time, paths };
    });
    return (await Promise.all(described)).filter(({ paths }) => paths.length > 0).toReversed();
  }

  /** Deletes for good: one deletion, or all of them. */
  async empty(undo?: string): Promise<void> {
    if (undo !== undefined && !idPattern.test(undo)) throw new HostError('undo_expired');
    await rm(undo === undefined ? this.#folder : join(this.#folder, undo), { recursive: true, force: true });
  }

  /** Frees the space of the oldest deletion. False when there is none left. */
  async dropOldest(): Promise<boolean> {
    const [oldest] = await this.#deletions();
    if (oldest === undefined) return false;
    await rm(oldest.folder, { recursive: true, force: true });
    return true;
  }

  async dropExpired(now: number): Promise<void> {
    for (const deletion of await this.#deletions()) {
      if (deletion.time < now - keptFor) await rm(deletion.folder, { recursive: true, force: true });
    }
  }

  async #deletions(): Promise<{ folder: string; time: number }[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const deletions = names.map(async (name) => {
      const folder = join(this.#folder, name);
      return { folder, time: (await lstat(folder)).mtimeMs };
    });
    return (await Promise.all(deletions)).toSorted((left, right) => left.time - right.time);
  }

  async #existing(path: string): Promise<Place> {
    if (path === '') throw new HostError('path_invalid', { path });
    const place = await locate(this.#root, path);
    await lstat(place.absolute).catch((error: unknown) => {
      throw toHostError(error, path);
    });
    return place;
  }
}

/** Without paths that lie in another path of the list: they leave together with it. */
function outermost(paths: readonly string[]): string[] {
  const set = new Set(paths);
  return [...set].filter((path) => {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (set.has(path.slice(0, end))) return false;
    }
    return true;
  });
}

async function readPaths(folder: string): Promise<string[]> {
  try {
    return JSON.parse(await readFile(join(folder, 'paths.json'), 'utf8')) as string[];
  } catch (error) {
    throw isMissing(error) ? new HostError('undo_expired') : error;
  }
}

const isAbsent = (path: string): Promise<boolean> => lstat(path).then(() => false, isMissing);
