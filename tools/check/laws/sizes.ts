import type { Law, Tree } from '../law.ts';
import { codePaths, isTest } from '../source.ts';

const limits = { product: 500, test: 800 };

export const law: Law = {
  says: `Files stay readable: at most ${limits.product} lines, tests ${limits.test}.`,
  inspect(tree) {
    const paths = [...codePaths(tree), ...tree.paths.filter((path) => path.endsWith('.css'))];
    const sizes = paths.map((path) => ({
      path,
      lines: countLines(tree, path),
      limit: isTest(path) ? limits.test : limits.product,
    }));
    const problems = sizes
      .filter(({ lines, limit }) => lines > limit)
      .map(({ path, lines, limit }) => ({ path, message: `${lines} lines; at most ${limit}. Split it by nouns.` }));
    return { looked: paths.length, problems, notes: ledger(sizes.filter(({ path }) => !isTest(path))) };
  },
};

function countLines(tree: Tree, path: string): number {
  return tree.read(path).replace(/\n$/, '').split('\n').length;
}

/** One line for each room without its tests, so that growth is seen in a review before the limit is met. */
function ledger(sizes: { path: string; lines: number }[]): string[] {
  const rooms = Map.groupBy(sizes, ({ path }) => path.split('/').slice(0, 2).join('/'));
  const rows = [...rooms].filter(([room]) => room.includes('/') && !/\.\w+$/.test(room));
  return rows.toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([room, files]) => row(room, files));
}

function row(room: string, files: { lines: number }[]): string {
  const lines = files.map((file) => file.lines).toSorted((one, other) => one - other);
  const total = lines.reduce((sum, each) => sum + each, 0);
  const figures = [files.length, total, rank(lines, 0.5), rank(lines, 0.95), rank(lines, 1)];
  const names = ['files', 'lines', 'median', 'p95', 'longest'];
  return `    ${room.padEnd(24)}${figures.map((figure, at) => `${String(figure).padStart(7)} ${names[at]}`).join('')}`;
}

/** Nearest rank: the smallest value that a share of all are not above. */
function rank(ordered: number[], share: number): number {
  return ordered[Math.ceil(share * ordered.length) - 1] ?? 0;
}
