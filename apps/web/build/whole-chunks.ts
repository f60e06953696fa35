import { extname } from 'node:path';
import { parse, type Plugin, type Rolldown } from 'vite';
import { chunksOf } from './graph.ts';
import { foreignNames, unboundNames } from './unbound-names.ts';

/** What the build itself puts into chunks, and takes out again later. */
const placeholders = /^__(?:vite|VITE)_/;

const languages: Readonly<Record<string, 'ts' | 'tsx' | 'jsx'>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.tsx': 'tsx',
  '.jsx': 'jsx',
};

async function read(path: string, code: string): Promise<object> {
  const [file = ''] = path.split('?', 1);
  const { program } = await parse(file, code, { lang: languages[extname(file)] ?? 'js', sourceType: 'module' });
  return program;
}

/** Names that a chunk uses and does not make, and that, unlike `document`, no module of it takes from outside. */
async function missingNames(
  { fileName, code, moduleIds }: Rolldown.OutputChunk,
  sourceOf: (id: string) => string | null | undefined,
): Promise<string[]> {
  const left = unboundNames(await read(fileName, code));
  for (const name of left) if (placeholders.test(name) || name in globalThis) left.delete(name);
  for (const id of moduleIds) {
    const source = sourceOf(id) ?? '';
    if (![...left].some((name) => source.includes(name))) continue;
    for (const name of foreignNames(await read(id, source))) left.delete(name);
    // The minifier leaves the object out.
    for (const [, name = ''] of source.matchAll(/\b(?:window|globalThis|self)\.(\w+)/g)) left.delete(name);
  }
  return [...left];
}

/**
 * Fails the build when a chunk speaks of something that it does not have. The bundler once left out the list of a module's
 * names when the last file beside it moved to another chunk, because a part that is loaded later used the same icon: the
 * page was empty, and only whoever opened it knew.
 */
export function wholeChunks(): Plugin {
  return {
    name: 'e-code:whole-chunks',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      for (const chunk of chunksOf(bundle)) {
        const missing = await missingNames(chunk, (id) => this.getModuleInfo(id)?.code);
        if (missing.length > 0) this.error(`${chunk.fileName} uses what it does not have: ${missing.join(', ')}`);
      }
    },
  };
}
