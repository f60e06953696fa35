import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lookup } from 'mrmime';
import { z } from 'zod';

/** Every build is a folder of its own in here; `current` is a link to the one that is served. */
const builds = fileURLToPath(new URL('../web/dist', import.meta.url));
const policySchema = z.object({ scriptHashes: z.array(z.string()) });

export interface WebApplication {
  page(request: IncomingMessage, response: ServerResponse): void;
  /** Inline scripts of the page that the content policy must let run. */
  scriptHashes: string[];
}

interface StaticFile {
  bytes: Buffer;
  etag: string;
  /** Siblings that the build compressed, best first. */
  encodings: { name: string; bytes: Buffer }[];
}

const COMPRESSED = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
];

const DOCUMENT_HEADERS = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'permissions-policy',
  'referrer-policy',
];

/**
 * Serves the built web application from memory (some megabytes), as it was at the start: a build that takes its place on
 * the disk neither breaks open pages nor mixes two versions. The assets of the builds before it are served too, for pages
 * that were open over an upgrade. Addresses of screens get the page; its router knows them.
 */
export async function openWebApplication(dist = builds): Promise<WebApplication> {
  if (!existsSync(`${dist}/current`))
    throw new Error('The web application is not built. Start with `npm start`, which builds it.');
  // The link is read once: it may point to another build before the last file is read.
  const current = await realpath(`${dist}/current`);
  const { scriptHashes } = policySchema.parse(JSON.parse(await readFile(`${current}/csp.json`, 'utf8')));
  const files = await readFiles(current, () => true);
  const page = files.get('/index.html');
  if (page === undefined) throw new Error('The build of the web application has no index.html. Remove apps/web/dist.');
  const former = await readFormerAssets(dist, current, files);
  return {
    scriptHashes,
    page(request, response) {
      const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
      const file = files.get(path) ?? former.get(path);
      if (file === undefined && path.startsWith('/assets/')) return sendAbsent(response);
      sendFile(request, response, file === undefined ? '/index.html' : path, file ?? page);
    },
  };
}

/** What only builds before the current one have: the names of assets hold their hash, so equal names are equal files. */
async function readFormerAssets(
  dist: string,
  current: string,
  files: ReadonlyMap<string, StaticFile>,
): Promise<Map<string, StaticFile>> {
  const former = new Map<string, StaticFile>();
  const names = (await readdir(dist)).filter((name) => !name.startsWith('.') && name < basename(current));
  for (const name of names) {
    const wanted = (path: string): boolean => path.startsWith('/assets/') && !files.has(path) && !former.has(path);
    // A build on the side may remove the oldest one meanwhile: then nobody was to need it any more.
    const assets = await readFiles(`${dist}/${name}`, wanted).catch(() => undefined);
    for (const [path, file] of assets ?? []) former.set(path, file);
  }
  return former;
}

/** @param wanted whether the file of this address, without the suffix of its compression, is read */
async function readFiles(folder: string, wanted: (path: string) => boolean): Promise<Map<string, StaticFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = new Map<string, Buffer>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = `${entry.parentPath}/${entry.name}`;
    const address = path.slice(folder.length);
    if (wanted(withoutSuffix(address))) contents.set(address, await readFile(path));
  }
  const originals = [...contents].filter(([path]) => path === withoutSuffix(path));
  return new Map(
    originals.map(([path, bytes]) => [
      path,
      {
        bytes,
        etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
        encodings: COMPRESSED.flatMap(({ name, suffix }) => {
          const compressed = contents.get(path + suffix);
          return compressed === undefined ? [] : [{ name, bytes: compressed }];
        }),
      },
    ]),
  );
}

function withoutSuffix(path: string): string {
  const suffix = COMPRESSED.find((encoding) => path.endsWith(encoding.suffix))?.suffix ?? '';
  return path.slice(0, path.length - suffix.length);
}

function sendFile(request: IncomingMessage, response: ServerResponse, path: string, file: StaticFile): void {
  const accepted = request.headers['accept-encoding'] ?? '';
  const encoding = file.encodings.find(({ name }) => accepted.includes(name));
  const { bytes } = encoding ?? file;
  // Names of assets hold their hash; everything else is asked for anew each time.
  const forever = path.startsWith('/assets/');
  // What a document may do is said with the document: on its 75 parts these headers weighed 40 KiB together.
  if (forever) for (const name of DOCUMENT_HEADERS) response.removeHeader(name);
  response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  response.setHeader('etag', file.etag);
  response.setHeader('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  if (encoding !== undefined) response.setHeader('content-encoding', encoding.name);
  const type = lookup(path) ?? 'application/octet-stream';
  const charset = type.startsWith('text/') ? ';charset=utf-8' : '';
  response.writeHead(200, { 'content-type': type + charset, 'content-length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

function sendAbsent(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('There is no such file. The page may be of an older version: reload it.\n');
}
