import { mkdir, open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname } from 'node:path';
import { bodyOf } from '../body.ts';
import type { Conflict } from '../contract/files.ts';
import { HostError, toHostError } from '../failure.ts';
import type { Partials } from './partials.ts';
import { checkPath, locate, locateNew } from './paths.ts';
import { exists, publish } from './publish.ts';
import type { Space } from './space.ts';
import { writePiece } from './stage.ts';
import type { Trash } from './trash.ts';

interface Store {
  readonly root: string;
  readonly trash: Trash;
  readonly partials: Partials;
  readonly space: Space;
}

interface Piece {
  readonly path: string;
  readonly upload: string;
  readonly offset: number;
  readonly size: number;
  readonly conflict: Conflict;
}

interface Received {
  readonly path: string;
  readonly received: number;
  readonly complete: boolean;
}

interface Active {
  readonly request: IncomingMessage;
  readonly finished: Promise<unknown>;
}

const active = new Map<string, Active>();

/**
 * Appends the request's body to an upload; with the last byte the file appears at its path. Memory stays flat for any
 * size. A page that lost its connection may resume while the dead request still looks open, so a newer request for the
 * same upload ends the older one first.
 */
export async function receiveUpload(store: Store, piece: Piece, request: IncomingMessage): Promise<Received> {
  checkPath(piece.path);
  await endBefore(piece.upload);
  const finished = appendAndFinish(store, piece, request);
  const entry = { request, finished };
  active.set(piece.upload, entry);
  try {
    return await finished;
  } finally {
    if (active.get(piece.upload) === entry) active.delete(piece.upload);
  }
}

/** Gives an upload up, also one that is under way. */
export async function dropUpload({ partials }: Store, upload: string): Promise<void> {
  await endBefore(upload);
  await partials.drop(upload);
}

async function endBefore(upload: string): Promise<void> {
  const before = active.get(upload);
  before?.request.destroy();
  await before?.finished.catch(() => undefined);
}

async function appendAndFinish(store: Store, piece: Piece, request: IncomingMessage): Promise<Received> {
  const { partials, space } = store;
  if (piece.offset === 0) await refuseInVain(store, piece);
  const whole = piece.offset === 0 && request.headers['content-length'] === String(piece.size);
  const partial = partials.pathOf(piece.upload);
  if (!whole) await partials.describe(piece.upload, piece);
  const received = await append(space, partial, piece, bodyOf(request)).catch(async (error: unknown) => {
    const failure = toHostError(error, piece.path);
    // What does not fit will not be resumed, and nobody could see what fills the disk.
    if (failure.code === 'disk_full') await partials.drop(piece.upload);
    throw failure;
  });
  if (received < piece.size) {
    return { path: piece.path, received, complete: false };
  }
  const to = await locateNew(store.root, piece.path);
  const place = await publish(store.trash, { from: partial, to, conflict: piece.conflict });
  await partials.forget(piece.upload);
  return { path: place.relative, received, complete: true };
}

/** Says before gigabytes have travelled that there is no room for them, or that their name is taken. */
async function refuseInVain({ root, space }: Store, { path, size, conflict }: Piece): Promise<void> {
  const room = await space.room(size);
  if (size > room) throw new HostError('upload_too_large', { path, free: room });
  if (conflict !== 'fail') return;
  const place = await locate(root, path).catch(() => undefined);
  if (place !== undefined && (await exists(place.absolute))) throw new HostError('path_exists', { path });
}

async function append(space: Space, partial: string, piece: Piece, source: AsyncIterable<Buffer>): Promise<number> {
  await mkdir(dirname(partial), { recursive: true });
  const handle = await open(partial, 'a+', 0o644);
  try {
    const { size: begun } = await handle.stat();
    if (begun !== piece.offset) throw new HostError('upload_offset', { path: piece.path, received: begun });
    let received = begun;
    for await (const bytes of source) {
      if (received + bytes.length > piece.size) throw new HostError('upload_offset', { path: piece.path, received });
      await writePiece(handle, bytes, received, space);
      received += bytes.length;
    }
    await handle.sync();
    return received;
  } finally {
    await handle.close();
  }
}
