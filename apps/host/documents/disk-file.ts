import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { isMissing, systemCode } from '../failure.ts';

/** What tells one state of a file from another without reading it. `birth` tells a file from a later one with its inode. */
export interface Fingerprint {
  readonly inode: string;
  readonly birth: string;
  readonly size: number;
  /** Of the content, which programs can set back, */
  readonly modified: string;
  /** and of anything about the file, which they cannot. */
  readonly changed: string;
  readonly mode: number;
  readonly links: number;
  readonly owner: string;
}

export interface DiskFile {
  readonly fingerprint: Fingerprint;
  readonly bytes: Buffer;
  readonly hash: string;
}

/** Reads that see a file change under them are tried again so often; then the last one counts. */
const attempts = 5;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Undefined when nothing is there, or something that is no file. */
export async function readFingerprint(absolute: string): Promise<Fingerprint | undefined> {
  try {
    const stats = await stat(absolute, { bigint: true });
    return stats.isFile() ? fingerprint(stats) : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Whether nobody touched the file between the two. When somebody did, its hash tells whether it matters. */
export const sameFile = (one: Fingerprint, other: Fingerprint): boolean =>
  one.inode === other.inode &&
  one.size === other.size &&
  one.modified === other.modified &&
  one.changed === other.changed;

/**
 * The whole file, as no writer was seen to be in the middle of it. `absent`, `not-a-file`, or `large` above the limit.
 */
export async function readDiskFile(
  absolute: string,
  limit: number,
): Promise<DiskFile | 'absent' | 'not-a-file' | 'large'> {
  let handle: FileHandle;
  try {
    handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return 'absent';
    if (systemCode(error) === 'ELOOP' || systemCode(error) === 'ENXIO') return 'not-a-file';
    throw error;
  }
  try {
    return await readStable(handle, limit);
  } finally {
    await handle.close();
  }
}

export async function readStable(handle: FileHandle, limit: number): Promise<DiskFile | 'not-a-file' | 'large'> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) return 'not-a-file';
    if (before.size > limit) return 'large';
    const bytes = await readAll(handle, Number(before.size));
    const after = fingerprint(await handle.stat({ bigint: true }));
    if (sameFile(fingerprint(before), after) || attempt === attempts) {
      return { fingerprint: after, bytes, hash: hashOf(bytes) };
    }
  }
}

async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size);
  let done = 0;
  while (done < size) {
    const { bytesRead } = await handle.read(bytes, done, size - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}

export function fingerprint(stats: BigIntStats): Fingerprint {
  return {
    inode: `${stats.dev}:${stats.ino}`,
    birth: String(stats.birthtimeNs),
    size: Number(stats.size),
    modified: String(stats.mtimeNs),
    changed: String(stats.ctimeNs),
    mode: Number(stats.mode) & 0o7777,
    links: Number(stats.nlink),
    owner: `${stats.uid}:${stats.gid}`,
  };
}
