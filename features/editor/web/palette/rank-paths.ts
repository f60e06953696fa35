import { fuzzyMatch } from '@e-code/kernel/web';

/** As many as the picker shows, with room for its own order. */
const most = 200;
/** The full alignment costs query x path; only the likeliest of a hundred thousand get it. */
const mostAligned = 500;

/** The paths that have the letters of the query in order, the best first; with no query those that are open. */
export function rankPaths(query: string, paths: readonly string[], recent: readonly string[]): string[] {
  const wanted = query.toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return [...new Set([...recent, ...paths.slice(0, most)])].slice(0, most);
  return likeliest(wanted, paths)
    .map(({ path, rough }) => ({ path, score: (fuzzyMatch(wanted, path)?.score ?? 0) + rough }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ path }) => path);
}

/** Sorted into the few classes that the rough score has: a sort of all that match would cost more than the match. */
function likeliest(wanted: string, paths: readonly string[]): { path: string; rough: number }[] {
  const classes = new Map<number, string[]>();
  for (const path of paths) {
    const rough = roughScore(wanted, path.toLowerCase());
    if (rough === 0) continue;
    const same = classes.get(rough);
    if (same === undefined) classes.set(rough, [path]);
    else if (same.length < mostAligned) same.push(path);
  }
  const ordered = [...classes].toSorted((a, b) => b[0] - a[0]);
  return ordered.flatMap(([rough, own]) => own.map((path) => ({ path, rough }))).slice(0, mostAligned);
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
