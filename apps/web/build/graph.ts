import type { Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;
type Chunk = Rolldown.OutputChunk;

export const chunksOf = (bundle: Bundle): Chunk[] =>
  Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [part] : []));

export function entryOf(bundle: Bundle): Chunk {
  const entry = chunksOf(bundle).find((chunk) => chunk.isEntry);
  if (!entry) throw new Error('The build has no entry');
  return entry;
}

/** The chunk that holds the file whose path ends so. */
export function chunkOf(bundle: Bundle, end: string): Chunk {
  const found = chunksOf(bundle).find((chunk) => chunk.moduleIds.some((id) => id.endsWith(end)));
  if (!found) throw new Error(`A page names ${end}, which is not in the build`);
  return found;
}

/** Names of the chunk and of everything that it needs at once, style sheets too; what it loads later is not in it. */
export function closureOf(bundle: Bundle, chunk: Chunk, seen = new Set<string>()): Set<string> {
  if (seen.has(chunk.fileName)) return seen;
  seen.add(chunk.fileName);
  for (const name of chunk.viteMetadata?.importedCss ?? []) seen.add(name);
  for (const name of chunk.imports) {
    const imported = bundle[name];
    if (imported?.type === 'chunk') closureOf(bundle, imported, seen);
  }
  return seen;
}
