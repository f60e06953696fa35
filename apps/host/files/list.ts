import { type Dirent, lstatSync, type Stats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Entry } from '../contract/files.ts';
import { systemCode, toHostError } from '../failure.ts';
import { follow, isInside, locate } from './paths.ts';

/**
 * With more entries than this, a listing has names and kinds only. Measured for 100,000 entries: names and kinds 120 ms,
 * with one lstat each 600 ms.
 */
const detailLimit = 10_000;

interface Page {
  readonly path: string;
  readonly offset: number;
  readonly limit: number;
}

/** The entries of a folder: folders first, then by name. */
export async function listDirectory(
  root: string,
  page: Page,
): Promise<{ path: string; entries: Entry[]; total: number }> {
  const place = await follow(root, page.path);
  const all = await readdir(place.absolute, { withFileTypes: true }).catch((error: unknown) => {
    throw toHostError(error, page.path);
  });
  const sorted = sortEntries(all).slice(page.offset, page.offset + page.limit);
  const detailed = sorted.length <= detailLimit;
  const entries: Entry[] = [];
  for (const entry of sorted) {
    const described = detailed ? await describe(root, join(place.absolute, entry.name)) : brief(entry);
    if (described !== undefined) entries.push(described);
  }
  return { path: page.path, entries, total: all.length };
}

export async function statEntry(root: string, path: string): Promise<Entry> {
  const place = await locate(root, path);
  const entry = await lstat(place.absolute).catch((error: unknown) => {
    throw toHostError(error, path);
  });
  return withTarget(root, place.absolute, toEntry(basename(place.absolute), entry));
}

function sortEntries(entries: Dirent[]): Dirent[] {
  const byName = (left: Dirent, right: Dirent): number => (left.name < right.name ? -1 : 1);
  const directories = entries.filter((entry) => entry.isDirectory()).toSorted(byName);
  const others = entries.filter((entry) => !entry.isDirectory()).toSorted(byName);
  return [...directories, ...others];
}

/** Synchronous: an lstat of a cached inode takes 3 µs, a trip through the thread pool 30 µs. Gone meanwhile: undefined. */
async function describe(root: string, absolute: string): Promise<Entry | undefined> {
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  const entry = toEntry(basename(absolute), stats);
  return stats.isSymbolicLink() ? withTarget(root, absolute, entry) : entry;
}

type Kinded = Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

function kindOf(entry: Kinded): Entry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

const brief = (entry: Dirent): Entry => ({
  name: entry.name,
  kind: kindOf(entry),
  size: null,
  modified: null,
  mode: null,
});

function toEntry(name: string, stats: Stats): Entry {
  return { name, kind: kindOf(stats), size: stats.size, modified: stats.mtimeMs, mode: stats.mode & 0o7777 };
}

async function withTarget(root: string, absolute: string, entry: Entry): Promise<Entry> {
  return entry.kind === 'symlink' ? { ...entry, target: await targetOf(root, absolute) } : entry;
}

async function targetOf(root: string, absolute: string): Promise<NonNullable<Entry['target']>> {
  try {
    const target = await realpath(absolute);
    if (!isInside(root, target)) return 'outside';
    const kind = kindOf(await stat(target));
    return kind === 'symlink' ? 'other' : kind;
  } catch (error) {
    return systemCode(error) === 'EACCES' ? 'outside' : 'broken';
  }
}
