import { mkdir, open, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { bodyOf } from '../body.ts';
import type { Conflict } from '../contract/files.ts';
import { HostError, toHostError } from '../failure.ts';
import { checkPath, locateNew } from './paths.ts';
import { publish } from './publish.ts';
import { writePiece } from './stage.ts';
import type { Trash } from './trash.ts';

interface Store {
  readonly root: string;
  readonly state: string;
  readonly trash: Trash;
}

interface Piece {
  readonly path: string;
  readonly upload: string;
  readonly offset: number;
  readonly size: number;
  readonly conflict: Conflict;
}

interface Active {
  readonly request: IncomingMessage;
  readonly finished: Promise<unknown>;
}

const active = new Map<string, Active>();

const partialPath = (state: string, upload: string): string => join(state, 'uploads', upload);

/** How many bytes of an upload are here; 0 for one that never began. */
export async function uploadState(state: string, upload: string): Promise<number> {
  return stat(partialPath(state, upload)).then(
    (stats) => stats.size,
    () => 0,
  );
}

/**
 * Appends the request's body to an upload; with the last byte the file appears at its path. Memory stays flat for any
 * size. A page that lost its connection may resume while the dead request still looks open, so a newer request for the
 * same upload ends the older one first.
 */
export async function receiveUpload(
  store: Store,
  piece: Piece,
  request: IncomingMessage,
): Promise<{ path: string; received: number; complete: boolean }> {
  checkPath(piece.path);
  const before = active.get(piece.upload);
  before?.request.destroy();
  await before?.finished.catch(() => undefined);
  const finished = appendAndFinish(store, piece, request);
  const entry = { request, finished };
  active.set(piece.upload, entry);
  try {
    return await finished;
  } finally {
    if (active.get(piece.upload) === entry) active.delete(piece.upload);
  }
}

async function appendAndFinish(
  store: Store,
  piece: Piece,
  request: IncomingMessage,
): Promise<{ path: string; received: number; complete: boolean }> {
  const partial = partialPath(store.state, piece.upload);
  const received = await append(store, partial, piece, bodyOf(request)).catch(async (error: unknown) => {
    const failure = toHostError(error, piece.path);
    // What does not fit will not be resumed, and nobody could see what fills the disk.
    if (failure.code === 'disk_full') await rm(partial, { force: true });
    throw failure;
  });
  if (received < piece.size) return { path: piece.path, received, complete: false };
  const to = await locateNew(store.root, piece.path);
  const place = await publish(store.trash, { from: partial, to, conflict: piece.conflict });
  return { path: place.relative, received, complete: true };
}

async function append(store: Store, partial: string, piece: Piece, source: AsyncIterable<Buffer>): Promise<number> {
  await mkdir(dirname(partial), { recursive: true });
  const handle = await open(partial, 'a+', 0o644);
  try {
    const { size: begun } = await handle.stat();
    if (begun !== piece.offset) throw new HostError('upload_offset', { path: piece.path, received: begun });
    let received = begun;
    for await (const bytes of source) {
      if (received + bytes.length > piece.size) throw new HostError('upload_offset', { path: piece.path, received });
      await writePiece(handle, bytes, received, store.trash);
      received += bytes.length;
    }
    await handle.sync();
    return received;
  } finally {
    await handle.close();
  }
}
