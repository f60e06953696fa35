import type { Plugin, Rolldown } from 'vite';
import type { Page } from './pages.ts';

type Graph = Pick<Rolldown.PluginContext, 'getModuleIds' | 'getModuleInfo'>;

/** The modules and all that they import at once; what they load later is not in it. */
function staticClosure(graph: Graph, starts: Iterable<string>, follow = (_: string) => true): Set<string> {
  const seen = new Set<string>();
  const waiting = [...starts];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id) || !follow(id)) continue;
    seen.add(id);
    waiting.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return seen;
}

// It names the whole of the interface, of which each module takes a little.
const isBarrel = (id: string): boolean => id.endsWith('/kernel/web/index.ts');

/** What every screen behind the sign-in uses: the data of the contracts, queries, and the frame with the top bar. */
const common =
  /\/(?:contract\/[\w-]+\.ts|node_modules\/(?:zod|@tanstack\/(?:react-)?query(?:-core)?)\/|apps\/web\/shell\/(?!toasts))/;

/** The packages that are in the entry anyway. */
const inEntry =
  /\/node_modules\/(?:react|react-dom|clsx|lucide-react|zod|@orpc\/[\w-]+|@tanstack\/react-query|@base-ui\/react\/button)\//;

/** Parts of the interface that bring more of a package, such as a layer or a list, are for the screens that have them. */
function isLight(graph: Graph, id: string): boolean {
  const own = staticClosure(graph, [id], (next) => next.includes('/kernel/web/') && !isBarrel(next));
  const imports = [...own].flatMap((next) => graph.getModuleInfo(next)?.importedIds ?? []);
  return imports.every((next) => !next.includes('/node_modules/') || inEntry.test(next));
}

/** Parts that are made of pieces of a few hundred bytes of a package, which several screens have: six requests for 3 KiB. */
const inPieces = ['/kernel/web/ui/progress.tsx'];

/** In which chunk a module goes. */
function assign(graph: Graph, pages: readonly Page[]): Map<string, string> {
  const ids = [...graph.getModuleIds()];
  const chunks = new Map<string, string>();
  for (const { name, room, files, wideFiles, narrowFiles } of pages) {
    const named = (ends: readonly string[]) => ids.filter((id) => ends.some((end) => id.endsWith(end)));
    const closure = (ends: readonly string[]) => staticClosure(graph, named(ends), (id) => !isBarrel(id));
    const others = staticClosure(
      graph,
      // What the project host shares with pages is the workspace's alone.
      ids.filter((id) => !/\/(?:node_modules|apps\/host)\//.test(id) && !id.includes(room)),
      (id) => !isBarrel(id) && !id.includes(room),
    );
    const add = (chunk: string, id: string) => !others.has(id) && chunks.set(id, chunk);
    const narrow = closure(narrowFiles);
    // What the panels of both kinds of window have is not for wide ones alone.
    for (const id of closure(wideFiles)) add(narrow.has(id) ? name.toLowerCase() : `${name.toLowerCase()}-wide`, id);
    for (const id of closure(files)) add(name.toLowerCase(), id);
  }
  const shared = ids.filter((id) => common.test(id) || (id.includes('/kernel/web/') && isLight(graph, id)));
  const parts = ids.filter((id) => inPieces.some((end) => id.endsWith(end)));
  shared.push(
    ...staticClosure(
      graph,
      parts,
      (id) => !isBarrel(id) && !/\/node_modules\/(?:react|react-dom|scheduler)\//.test(id),
    ),
  );
  return new Map([...chunks, ...shared.map((id) => [id, 'shared'] as const)]);
}

/**
 * Puts what a page needs into a few files. Left alone, everything that two screens share becomes a file of its own: the
 * workspace came in 53, whose headers weighed 15 KiB and which compressed less well apart.
 */
export function pageChunks(pages: readonly Page[]): { plugin: Plugin; name: (id: string) => string | null } {
  let chunks = new Map<string, string>();
  return {
    plugin: {
      name: 'e-code:page-chunks',
      apply: 'build',
      buildEnd() {
        chunks = assign(this, pages);
      },
    },
    name: (id) => chunks.get(id) ?? null,
  };
}
