import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { search } from './search.ts';

/** The route /search: lines of JSON as ripgrep finds them. */
export const searchHandlers = (host: Host): HandlersOf<'search'> => ({
  search: async ({ input, response }) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
    await search(host.root, input, gone.signal, async (line) => {
      if (response.write(`${JSON.stringify(line)}\n`) || response.destroyed) return;
      await new Promise<void>((resolve) => {
        response.once('drain', resolve).once('close', resolve);
      });
    });
    response.end();
  },
});
