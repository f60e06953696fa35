import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { z } from 'zod';

const dist = fileURLToPath(new URL('../web/dist', import.meta.url));
const policySchema = z.object({ scriptHashes: z.array(z.string()) });

export interface WebApplication {
  page(request: IncomingMessage, response: ServerResponse): void;
  /** Inline scripts of the page that the content policy must let run. */
  scriptHashes: string[];
}

/**
 * Serves the built web application: hashed files for ever, the page anew each time, compressed siblings where the
 * browser takes them. Addresses of screens get the page; the router in it knows them.
 */
export async function openWebApplication(): Promise<WebApplication> {
  if (!existsSync(dist)) throw new Error('The web application is not built. Start with `npm start`, which builds it.');
  const { scriptHashes } = policySchema.parse(JSON.parse(await readFile(`${dist}/csp.json`, 'utf8')));
  const serve = sirv(dist, {
    single: true,
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      const forever = path.startsWith('/assets/');
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return {
    scriptHashes,
    page: (request, response) =>
      serve(request, response, () => {
        response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('There is no such file.\n');
      }),
  };
}
