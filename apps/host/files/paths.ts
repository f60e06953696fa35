import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HostError, systemCode, toHostError } from '../failure.ts';

/** A path inside the project: `relative` is the caller's word, `absolute` has no symbolic link in its parents. */
export interface Place {
  readonly relative: string;
  readonly absolute: string;
}

const nameLimit = 255;

/**
 * The one door for paths from outside. Lexical part: relative, `/` between parts, no empty, `.` or `..` part, no NUL,
 * no lone surrogate (it would reach the disk as another name). Every other name that Linux allows is allowed.
 */
export function checkPath(path: string): void {
  if (path === '') return;
  if (path.includes('\0') || !path.isWellFormed()) throw new HostError('path_invalid', { path });
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') throw new HostError('path_invalid', { path });
    if (Buffer.byteLength(part) > nameLimit) throw new HostError('name_too_long', { path });
  }
}

export const isInside = (root: string, absolute: string): boolean =>
  absolute === root || absolute.startsWith(`${root}/`);

/** The entry itself, not what it links to. Its parents may be links, as long as they stay in the project. */
export async function locate(root: string, path: string): Promise<Place> {
  checkPath(path);
  if (path === '') return { relative: '', absolute: root };
  const parent = await real(root, dirname(path), path);
  return { relative: path, absolute: join(parent, basename(path)) };
}

/** Like `locate`, and makes the folders above it. */
export async function locateNew(root: string, path: string): Promise<Place> {
  checkPath(path);
  if (path === '') throw new HostError('path_exists', { path });
  const parent = await makeDirectory(root, dirname(path));
  return { relative: path, absolute: join(parent, basename(path)) };
}

/** What the path leads to through links. Refuses when that is outside of the project. */
export async function follow(root: string, path: string): Promise<Place> {
  checkPath(path);
  return { relative: path, absolute: await real(root, path, path) };
}

/** Makes the folder and those above it, never through a link that leaves the project. Answers its real path. */
export async function makeDirectory(root: string, path: string): Promise<string> {
  if (path !== '.') checkPath(path);
  try {
    return await real(root, path, path);
  } catch (error) {
    if (!(error instanceof HostError) || error.code !== 'path_not_found') throw error;
  }
  const absolute = join(await makeDirectory(root, dirname(path)), basename(path));
  try {
    await mkdir(absolute);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw toHostError(error, path);
    // Another file of the same upload made it a moment ago, or it is a link: where does it lead?
    return real(root, path, path);
  }
  return absolute;
}

/**
 * Opens a regular file for reading. Checks again after opening where the descriptor really leads, because a folder may
 * become a link between the check and the open. O_NONBLOCK: opening a FIFO must not hang the host.
 */
export async function openFile(root: string, path: string): Promise<FileHandle> {
  const place = await follow(root, path);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(place.absolute, flags).catch((error: unknown) => {
    throw toHostError(error, path);
  });
  try {
    if (!(await handle.stat()).isFile()) throw new HostError('not_a_file', { path });
    if (!isInside(root, await readlink(`/proc/self/fd/${handle.fd}`))) throw new HostError('path_outside', { path });
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function real(root: string, path: string, shown: string): Promise<string> {
  if (path === '' || path === '.') return root;
  const absolute = await realpath(join(root, path)).catch((error: unknown) => {
    throw toHostError(error, shown);
  });
  if (!isInside(root, absolute)) throw new HostError('path_outside', { path: shown });
  return absolute;
}
