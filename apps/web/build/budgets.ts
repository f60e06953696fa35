import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** How much a person may have to load before a screen works: its own code, what it imports, and the entry. */
export type Budget = {
  readonly name: string;
  /** The end of the path of the screen's file; left out for the entry alone. */
  readonly screen?: string;
  /** In bytes, compressed with brotli as the server sends it. */
  readonly limit: number;
};

/** The chunk and everything that it needs at once; what it loads later is not in it. */
function closure(
  start: string,
  chunks: ReadonlyMap<string, Rolldown.OutputChunk>,
  seen = new Set<string>(),
): Set<string> {
  const chunk = chunks.get(start);
  if (!chunk || seen.has(start)) return seen;
  seen.add(start);
  for (const name of chunk.imports) closure(name, chunks, seen);
  return seen;
}

async function sizeOf(names: ReadonlySet<string>, chunks: ReadonlyMap<string, Rolldown.OutputChunk>): Promise<number> {
  const sizes = [...names].map(async (name) => (await promisify(brotliCompress)(chunks.get(name)?.code ?? '')).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

const holds = (chunk: Rolldown.OutputChunk, end: string) => chunk.moduleIds.some((id) => id.endsWith(end));

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;

/** Fails the build when a screen costs more than its budget, and prints what each costs. A budget whose screen is gone fails too. */
export function budgets(list: readonly Budget[]): Plugin {
  return {
    name: 'e-code:budgets',
    apply: 'build',
    async generateBundle(_, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? [[part.fileName, part]] : [])),
      );
      const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
      for (const { name, screen, limit } of list) {
        const own = screen === undefined ? entry : [...chunks.values()].find((chunk) => holds(chunk, screen));
        if (!entry || !own)
          this.error(`The budget "${name}" names ${screen ?? 'the entry'}, which is not in the build`);
        const bytes = await sizeOf(closure(own.fileName, chunks, closure(entry.fileName, chunks)), chunks);
        const line = `${name}: ${kib(bytes)} of ${kib(limit)}`;
        if (bytes > limit) this.error(`${line}: over the budget`);
        this.info(line);
      }
    },
  };
}
