import type { Host } from '../host.ts';
import type { HandlersOf } from '../routes.ts';
import { LineWriter } from './line-writer.ts';
import { replaceFound } from './replace.ts';
import { Replacements } from './replacements.ts';
import { search } from './search.ts';
import { undoReplace } from './undo-replace.ts';

/** The routes below /search. Matches are lines of JSON as ripgrep finds them. */
export const searchHandlers = (host: Host): HandlersOf<'search'> => {
  const replacements = new Replacements(host.state);
  return {
    search: async ({ input, response }) => {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8' });
      const lines = new LineWriter(response);
      await search(host.root, input, gone.signal, (line) => lines.write(line));
      lines.end();
    },
    'search.replace': async ({ input, actor }) => replaceFound(host, replacements, actor, input),
    'search.undo': async ({ input, actor }) => undoReplace(host, replacements, actor, input.undo),
  };
};
