import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentType } from './content-type.ts';
import { hashFile, hashLimit, parseTag } from './hash.ts';
import { openFile } from './paths.ts';
import { parseRange } from './ranges.ts';

/** Up to this size a file is read at once, which is what an editor does hundreds of times a day. */
const wholeLimit = 1024 * 1024;
const sniffSize = 8192;

interface Wanted {
  readonly path: string;
  readonly download: boolean;
}

/** Answers a file's bytes: whole or a range, with etag and kind. */
export async function readContent(
  root: string,
  wanted: Wanted,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const handle = await openFile(root, wanted.path);
  try {
    const { size, mtimeMs, mtime } = await handle.stat();
    const whole = size <= wholeLimit ? await handle.readFile() : undefined;
    const tag = await tagOf(handle, whole, size, mtimeMs);
    const kind = isText(whole ?? (await beginning(handle))) ? 'text' : 'binary';
    setHeaders(response, wanted, { tag, kind, mtime });
    const known = request.headers['if-none-match'];
    if (known !== undefined && parseTag(known) === parseTag(tag)) return void response.writeHead(304).end();
    await sendBytes({ handle, whole, size: whole?.length ?? size }, request, response);
  } finally {
    await handle.close().catch(() => undefined);
  }
}

async function tagOf(handle: FileHandle, whole: Buffer | undefined, size: number, modified: number): Promise<string> {
  if (whole !== undefined) return `"${createHash('sha256').update(whole).digest('hex')}"`;
  return size <= hashLimit ? `"${await hashFile(handle)}"` : `W/"${size}-${modified}"`;
}

async function beginning(handle: FileHandle): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffSize), 0, sniffSize, 0);
  return buffer.subarray(0, bytesRead);
}

/** Text is valid UTF-8 without NUL. The last bytes of a beginning may be a cut character, so up to three are dropped. */
function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  if (isUtf8(bytes)) return true;
  return bytes.length === sniffSize && [1, 2, 3].some((cut) => isUtf8(bytes.subarray(0, sniffSize - cut)));
}

interface Description {
  readonly tag: string;
  readonly kind: 'text' | 'binary';
  readonly mtime: Date;
}

function setHeaders(response: ServerResponse, wanted: Wanted, { tag, kind, mtime }: Description): void {
  const fallback = kind === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  response.setHeader('content-type', contentType(wanted.path) ?? fallback);
  response.setHeader('etag', tag);
  response.setHeader('last-modified', mtime.toUTCString());
  response.setHeader('accept-ranges', 'bytes');
  response.setHeader('x-ecode-kind', kind);
  if (wanted.download) response.setHeader('content-disposition', attachment(basename(wanted.path)));
}

/** A content-disposition that any browser stores under `name` (RFC 6266). */
export const attachment = (name: string): string =>
  `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`;

interface Content {
  readonly handle: FileHandle;
  /** All bytes, when they were read already. */
  readonly whole: Buffer | undefined;
  readonly size: number;
}

async function sendBytes(
  { handle, whole, size }: Content,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const range = parseRange(request.headers.range, size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.setHeader('content-length', end - start + 1);
  if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
  response.writeHead(range === undefined ? 200 : 206);
  if (request.method === 'HEAD' || size === 0) return void response.end();
  if (whole !== undefined) return void response.end(whole.subarray(start, end + 1));
  await pipeline(handle.createReadStream({ start, end, autoClose: false, highWaterMark: 256 * 1024 }), response);
}
