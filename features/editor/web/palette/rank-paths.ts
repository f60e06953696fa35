import { fuzzyMatch } from '@e-code/kernel/web';

/** As many as the picker shows, with room for its own order. */
const most = 200;
/** The full alignment costs query x path; only the likeliest of a hundred thousand get it. */
const mostAligned = 2000;

/** The paths that have the letters of the query in order, the best first; with no query those that are open. */
export function rankPaths(query: string, paths: readonly string[], recent: readonly string[]): string[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return [...new Set([...recent, ...paths.slice(0, most)])].slice(0, most);
  const candidates: { path: string; rough: number }[] = [];
  for (const path of paths) {
    const rough = roughScore(wanted, path.toLowerCase());
    if (rough > 0) candidates.push({ path, rough });
  }
  return candidates
    .toSorted((a, b) => b.rough - a.rough)
    .slice(0, mostAligned)
    .map(({ path, rough }) => ({ path, score: (fuzzyMatch(wanted, path)?.score ?? 0) + rough }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ path }) => path);
}

/** 0 when a letter is missing; more when the name itself has the letters, and still more when it begins with them. */
function roughScore(wanted: string, path: string): number {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.startsWith(wanted)) return 60;
  if (name.includes(wanted)) return 40;
  if (path.includes(wanted)) return 20;
  if (hasInOrder(wanted, name)) return 10;
  return hasInOrder(wanted, path) ? 1 : 0;
}

function hasInOrder(wanted: string, text: string): boolean {
  let at = -1;
  for (const letter of wanted) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}
