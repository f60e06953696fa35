import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readdir, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { contentType } from '../files/content-type.ts';
import { HostError, toHostError } from '../failure.ts';
import { checkPath, follow, openFile } from '../files/paths.ts';
import { parseRange } from '../files/ranges.ts';

export interface StaticServer {
  readonly stop: () => Promise<void>;
  readonly stopped: Promise<void>;
}

interface Site {
  readonly root: string;
  /** Relative to the root. */
  readonly folder: string;
  readonly said: (line: string) => void;
}

/** Serves a folder of the project on every address of the sandbox. Rejects with EADDRINUSE when the port is taken. */
export async function serveFolder(site: Site, port: number): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answer(site, request, response).catch((error: unknown) => refuse(site, request, response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '0.0.0.0', resolve);
  });
  const stopped = new Promise<void>((resolve) => {
    server.once('close', () => resolve());
  });
  const stop = (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    return stopped;
  };
  return { stop, stopped };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  const url = new URL(request.url ?? '/', 'http://localhost');
  const asked = decode(url.pathname).replace(/^\/+|\/+$/g, '');
  checkPath(asked);
  const path = [site.folder, asked].filter((part) => part !== '').join('/');
  const stats = await stat((await follow(site.root, path)).absolute);
  if (!stats.isDirectory()) return sendFile(site, path, request, response);
  if (!url.pathname.endsWith('/'))
    return void response.writeHead(308, { location: `${url.pathname}/${url.search}` }).end();
  const index = `${path === '' ? '' : `${path}/`}index.html`;
  return sendFile(site, index, request, response);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HostError('path_invalid');
  }
}

async function sendFile(site: Site, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const handle = await openFile(site.root, path);
  try {
    const { size, mtimeMs } = await handle.stat();
    const tag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`;
    // no-cache: the browser asks each time, because files of a project in work change all the time.
    response.setHeader('cache-control', 'no-cache').setHeader('etag', tag).setHeader('accept-ranges', 'bytes');
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end();
    const range = parseRange(request.headers.range, size);
    const { start, end } = range ?? { start: 0, end: size - 1 };
    if (range !== undefined) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
    response.setHeader('content-type', contentType(path) ?? 'application/octet-stream');
    response.writeHead(range === undefined ? 200 : 206, { 'content-length': end - start + 1 });
    if (request.method === 'HEAD' || size === 0) return void response.end();
    await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
  } finally {
    await handle.close();
  }
}

async function refuse(site: Site, request: IncomingMessage, response: ServerResponse, error: unknown): Promise<void> {
  const failure = toHostError(error);
  if (response.headersSent || response.destroyed) return void response.destroy();
  const status = failure.status === 409 ? 404 : failure.status;
  site.said(`${status} ${request.method} ${request.url}\n`);
  const hint = status === 404 ? await nearby(site) : '';
  const text = `${status} ${failure.message}\n${hint}`;
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(text) })
    .end(text);
}

async function nearby(site: Site): Promise<string> {
  const place = await follow(site.root, site.folder).catch(() => undefined);
  const names = place === undefined ? [] : await readdir(place.absolute).catch(() => []);
  const pages = names.filter((name) => name.endsWith('.html')).slice(0, 20);
  return pages.length === 0 ? '' : `Pages here: ${pages.join(', ')}\n`;
}
