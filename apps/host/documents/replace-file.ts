import { constants, fstatSync, renameSync, statSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isMissing, systemCode } from '../failure.ts';
import { syncDirectory } from '../files/publish.ts';
import { type Reclaimable, temporaryPath, writePiece } from '../files/stage.ts';

import { type DiskFile, type Fingerprint, fingerprint, readStable, sameFile } from './disk-file.ts';

export interface Replacement {
  readonly state: string;
  readonly space: Reclaimable;
  readonly absolute: string;
  readonly bytes: Buffer;
  /** The file as it was last read. Undefined: nothing is there. */
  readonly expected: Fingerprint | undefined;
  /** Of its content. */
  readonly hash: string | undefined;
  /** Largest file that is read back. */
  readonly limit: number;
}

/** `missed`: what a program wrote into the former file in the instant in which it was replaced. */
export type Replaced = { readonly fingerprint: Fingerprint; readonly missed?: DiskFile } | 'changed';

/** Whether the file has to keep its inode: it has more names, or belongs to somebody else. */
export function keepsInode(present: Fingerprint): boolean {
  const us = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
  return present.links > 1 || present.owner !== us;
}

/**
 * Puts bytes at a path: temporary file, fsync, look whether the file is still as expected, rename, fsync of the folder.
 * Others see the old or the new content. Looking and renaming is one turn of the event loop, so that another one's rename
 * hardly comes in between: 0.3 ms at the median, where waiting for a thread of the pool took as long as its queue. A program
 * that wrote into the old file meanwhile is noticed afterwards through the old file, which stays open.
 */
export async function replaceFile(wanted: Replacement): Promise<Replaced> {
  const { absolute, expected } = wanted;
  if (expected !== undefined && keepsInode(expected)) return overwriteFile(wanted);
  const former = expected === undefined ? undefined : await open(absolute, 'r').catch(() => undefined);
  const temporary = await temporaryPath(wanted.state);
  let published = false;
  try {
    const handle = await open(temporary, 'wx', expected?.mode ?? 0o644);
    try {
      await fill(handle, wanted);
      if (!isAsExpected(absolute, expected)) return 'changed';
      renameSync(temporary, absolute);
      published = true;
      const present = fingerprint(await handle.stat({ bigint: true }));
      await syncDirectory(dirname(absolute));
      const missed = former && expected && (await readMissed(former, expected, wanted));
      return { fingerprint: present, ...(missed && { missed }) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    // Another file system is mounted there, or the folder is not ours to change: the file itself may be.
    if (expected !== undefined && cannotRename(error)) return await overwriteFile(wanted);
    throw error;
  } finally {
    await former?.close();
    if (!published) await rm(temporary, { force: true });
  }
}

async function fill(handle: FileHandle, { bytes, space, expected }: Replacement): Promise<void> {
  await writePiece(handle, bytes, 0, space);
  if (expected !== undefined) await handle.chmod(expected.mode);
  await handle.sync();
}

const cannotRename = (error: unknown): boolean =>
  ['EXDEV', 'EACCES', 'EPERM', 'EBUSY'].includes(systemCode(error) ?? '');

function isAsExpected(absolute: string, expected: Fingerprint | undefined): boolean {
  try {
    const present = fingerprint(statSync(absolute, { bigint: true }));
    return expected !== undefined && sameFile(present, expected);
  } catch (error) {
    if (isMissing(error)) return expected === undefined;
    throw error;
  }
}

async function readMissed(
  former: FileHandle,
  expected: Fingerprint,
  { hash, limit }: Replacement,
): Promise<DiskFile | undefined> {
  if (sameFile(fingerprint(fstatSync(former.fd, { bigint: true })), expected)) return undefined;
  const file = await readStable(former, limit);
  // The rename itself touched it on most file systems: only another content is somebody's.
  return typeof file === 'string' || file.hash === hash ? undefined : file;
}

/** Writes into the file itself. A kill in the middle leaves it half written; the log then knows what belongs there. */
async function overwriteFile({ absolute, bytes, expected, space }: Replacement): Promise<Replaced> {
  const handle = await open(absolute, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const present = fingerprint(fstatSync(handle.fd, { bigint: true }));
    if (expected === undefined || !sameFile(present, expected)) return 'changed';
    await writePiece(handle, bytes, 0, space);
    await handle.truncate(bytes.length);
    await handle.sync();
    return { fingerprint: fingerprint(await handle.stat({ bigint: true })) };
  } finally {
    await handle.close();
  }
}
