import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bodyOf } from '../body.ts';
import { HostError, isMissing } from '../failure.ts';
import { parseRange } from '../files/ranges.ts';
import { stage } from '../files/stage.ts';
import { git } from '../git/run-git.ts';
import type { Host } from '../host.ts';

/** Where git lfs itself looks in the project: objects are in `.git/lfs`, so that a checkout in a terminal has them. */
async function pathOf(root: string, oid: string): Promise<string> {
  const folder = (await git({ root, words: ['rev-parse', '--path-format=absolute', '--git-common-dir'] })).trim();
  return join(folder, 'lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
}

/** Sizes of the objects that are here. */
export async function findObjects(host: Host, oids: readonly string[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const oid of oids) {
    const found = await stat(await pathOf(host.root, oid)).catch(ignoreMissing);
    if (found?.isFile() === true) sizes[oid] = found.size;
  }
  return sizes;
}

/**
 * Takes an object in. It has its name only when all of it is on the disk and its bytes are what the name says.
 * @throws lfs_hash_wrong, disk_full, upload_too_large; nothing is left behind
 */
export async function receiveObject(host: Host, oid: string, request: IncomingMessage): Promise<{ size: number }> {
  const wanted = Number(request.headers['content-length'] ?? 0);
  if (wanted > (await host.space.room(wanted))) throw new HostError('upload_too_large');
  const path = await pathOf(host.root, oid);
  const { temporary, hash, size } = await stage(host.state, host.space, bodyOf(request), 0o444);
  try {
    if (hash !== oid) throw new HostError('lfs_hash_wrong');
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
    return { size };
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Answers with the bytes of an object, or a range of them. */
export async function sendObject(
  host: Host,
  oid: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<void> {
  const handle = await open(await pathOf(host.root, oid)).catch(ignoreMissing);
  if (handle === undefined) throw new HostError('lfs_object_absent');
  try {
    await sendBytes(handle, request, response);
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function sendBytes(handle: FileHandle, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { size } = await handle.stat();
  const range = parseRange(request.headers.range, size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
  });
  if (size === 0) return void response.end();
  await pipeline(handle.createReadStream({ start, end, autoClose: false, highWaterMark: 256 * 1024 }), response);
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
