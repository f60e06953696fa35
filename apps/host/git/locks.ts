import { readdir, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { GitLock } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import type { Host } from '../host.ts';
import { openPaths, processDirectory, processIds, processName } from '../ports/processes.ts';
import { findAuthor, forgetBrokenOff } from './journal.ts';
import { gitDirectory } from './operation.ts';
import { isReader } from './run-git.ts';

type Place = Pick<Host, 'root' | 'state'>;
type Found = Pick<GitLock, 'name' | 'since'>;

/** Git holds its locks for moments; one that is older is worth a word. Milliseconds. */
const worthTelling = 5000;

/** The oldest lock in `.git` that has been there for a while, whose work left it, and whether a git still works. */
export async function readLock({ root, state }: Place): Promise<GitLock | null> {
  const folder = await gitDirectory(root);
  const [oldest] = (await findLocks(folder)).toSorted((a, b) => a.since - b.since);
  if (oldest === undefined || Date.now() - oldest.since < worthTelling) return null;
  return { ...oldest, by: await findAuthor(state, oldest.since), running: isHeld(root, join(folder, oldest.name)) };
}

/**
 * Removes a lock that was shown and that nobody holds. A git that starts meanwhile stops at the lock, so none can come to
 * own it between the question and the removal.
 */
export async function removeLock({ root, state }: Place, { name, since }: Found): Promise<void> {
  const folder = await gitDirectory(root);
  const found = (await findLocks(folder)).find((lock) => lock.name === name && lock.since === since);
  if (found === undefined) throw new HostError('git_changed');
  const path = join(folder, name);
  if (isHeld(root, path)) throw new HostError('git_busy');
  await rm(path, { force: true });
  await forgetBrokenOff(state);
}

async function findLocks(folder: string): Promise<Found[]> {
  const [top, refs] = await Promise.all([
    readdir(folder).catch(() => []),
    readdir(join(folder, 'refs'), { recursive: true }).catch(() => []),
  ]);
  const names = [...top, ...refs.map((name) => join('refs', name))].filter((name) => name.endsWith('.lock'));
  const found = await Promise.all(
    names.map(async (name) => {
      const about = await stat(join(folder, name)).catch(() => undefined);
      return about === undefined ? [] : [{ name, since: Math.round(about.mtimeMs) }];
    }),
  );
  return found.flat();
}

/** Git closes its locks before it is done with them, so a git that works in the project holds them all. */
const isHeld = (root: string, path: string): boolean =>
  processIds().some((pid) => {
    const isGit = !isReader(pid) && processName(pid)?.startsWith('git') === true;
    return (isGit && isWithin(root, processDirectory(pid))) || openPaths(pid).includes(path);
  });

const isWithin = (root: string, folder: string): boolean => folder === root || folder.startsWith(root + sep);
