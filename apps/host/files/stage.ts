import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, toHostError } from '../failure.ts';

export interface Staged {
  readonly temporary: string;
  readonly hash: string;
  readonly size: number;
}

/** What gives up space when the disk is full. False: it has nothing left. */
export interface Reclaimable {
  readonly dropOldest: () => Promise<boolean>;
}

/** Folder for what is not finished. On the project's file system, so that a rename publishes it, and outside of the project. */
export const temporaryFolder = (state: string): string => join(state, 'temporary');

export async function temporaryPath(state: string): Promise<string> {
  const folder = temporaryFolder(state);
  await mkdir(folder, { recursive: true });
  return join(folder, randomUUID());
}

/** Writes a stream to a temporary file and on to the disk (fsync). The caller renames or removes it. */
export async function stage(
  state: string,
  space: Reclaimable,
  source: AsyncIterable<Buffer>,
  mode: number,
): Promise<Staged> {
  const temporary = await temporaryPath(state);
  const handle = await open(temporary, 'wx', mode);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const piece of source) {
      hash.update(piece);
      await writePiece(handle, piece, size, space);
      size += piece.length;
    }
    await handle.sync();
    return { temporary, hash: hash.digest('hex'), size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw toHostError(error);
  } finally {
    await handle.close();
  }
}

/**
 * Writes all of `piece` at `position`. On a full disk unfinished uploads and the oldest deletions are given up first: a
 * person who deleted files to get space must get it, although deleting only moved them.
 */
export async function writePiece(
  handle: FileHandle,
  piece: Buffer,
  position: number,
  space: Reclaimable,
): Promise<void> {
  let done = 0;
  while (done < piece.length) {
    try {
      const { bytesWritten } = await handle.write(piece, done, piece.length - done, position + done);
      done += bytesWritten;
    } catch (error) {
      const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
      if (!full || !(await space.dropOldest())) throw error;
    }
  }
}
