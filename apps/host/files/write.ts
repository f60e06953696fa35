import { constants } from 'node:fs';
import { chmod, open, readlink, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import type { Written } from '../contract/files.ts';
import { HostError, isMissing, toHostError } from '../failure.ts';
import { hashFile, parseTag } from './hash.ts';
import { withLock } from './locks.ts';
import { checkPath, follow, locateNew, type Place } from './paths.ts';
import { syncDirectory } from './publish.ts';
import { type Reclaimable, stage, type Staged } from './stage.ts';
import type { Trash } from './trash.ts';

interface Store {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
  readonly space: Reclaimable;
}

/** What the writer knows of the present content: its hash, that something exists, or that nothing does. */
export type Basis = { readonly hash: string } | 'exists' | 'absent';

const newFileMode = 0o644;

export function readBasis(request: IncomingMessage): Basis {
  const match = request.headers['if-match'];
  if (match !== undefined) return match.trim() === '*' ? 'exists' : { hash: parseTag(match) };
  if (request.headers['if-none-match']?.trim() === '*') return 'absent';
  throw new HostError('precondition_missing');
}

/**
 * Replaces a file's content, or creates it: temporary file, fsync, check of the basis, rename, fsync of the folder. When
 * this resolves the content is on disk; when it rejects the former content is intact. Writers of one path follow each
 * other. A link in the project is written through, and the mode stays.
 */
export async function writeContent(
  store: Store,
  path: string,
  basis: Basis,
  source: AsyncIterable<Buffer>,
): Promise<Written> {
  checkPath(path);
  if (path === '') throw new HostError('not_a_file', { path });
  const staged = await stage(store.state, store.space, source, newFileMode).catch((error: unknown) => {
    throw toHostError(error, path);
  });
  try {
    const place = await destination(store.root, path);
    return await withLock(place.absolute, () => replace(place, basis, staged));
  } catch (error) {
    await rm(staged.temporary, { force: true });
    throw toHostError(error, path);
  }
}

async function replace(place: Place, basis: Basis, staged: Staged): Promise<Written> {
  const present = await describe(place.absolute);
  refuseChanged(place.relative, basis, present);
  if (present !== undefined) await chmod(staged.temporary, present.mode & 0o7777);
  await rename(staged.temporary, place.absolute);
  await syncDirectory(dirname(place.absolute));
  const { mtimeMs } = await stat(place.absolute);
  return { path: place.relative, hash: staged.hash, size: staged.size, modified: mtimeMs };
}

function refuseChanged(path: string, basis: Basis, present: { hash: string } | undefined): void {
  if (basis === 'exists' && present !== undefined) return;
  if (basis === 'absent' && present === undefined) return;
  if (basis === 'absent') throw new HostError('path_exists', { path, hash: present?.hash ?? null });
  if (basis !== 'exists' && basis.hash === present?.hash) return;
  throw new HostError('file_changed', { path, hash: present?.hash ?? null });
}

async function destination(root: string, path: string): Promise<Place> {
  try {
    return await follow(root, path);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'path_not_found') throw error;
    const place = await locateNew(root, path);
    // A link to nothing would be replaced by the rename below; that is a surprise, not a save.
    if (await isLink(place.absolute)) throw new HostError('path_outside', { path });
    return place;
  }
}

const isLink = (absolute: string): Promise<boolean> =>
  readlink(absolute).then(
    () => true,
    () => false,
  );

async function describe(absolute: string): Promise<{ hash: string; mode: number } | undefined> {
  try {
    const handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new HostError('not_a_file');
      return { hash: await hashFile(handle), mode: stats.mode };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
