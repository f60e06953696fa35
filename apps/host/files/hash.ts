import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Above this size an etag is made of size and time: hashing first would delay the first byte by seconds. */
export const hashLimit = 64 * 1024 * 1024;

const pieceSize = 256 * 1024;

/** SHA-256 of a whole file, as hex, with one small buffer. */
export async function hashFile(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.allocUnsafe(pieceSize);
  let position = 0;
  for (;;) {
    const { bytesRead } = await handle.read(piece, 0, piece.length, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
    position += bytesRead;
  }
}

/** The hash in an `if-match` or `if-none-match` value, with or without quotes; `*` stays `*`. */
export const parseTag = (value: string): string => value.trim().replace(/^"(.*)"$/, '$1');
