import type { Law, Problem, Tree } from '../law.ts';

const room = /^(?:kernel|features\/[^/]+)\/server\/(?:.*\/)?migrations\//;
const migrationName = /^(?<number>\d{4})_(?<slug>[a-z0-9]+(?:_[a-z0-9]+)*)\.sql$/;
const backward = /^\s*--\s*(?:down|rollback|undo|revert)\b/im;

export const law: Law = {
  says: 'Migrations are numbered from 0001 without gaps and only go forward.',
  inspect(tree) {
    const files = tree.paths.filter((path) => room.test(path));
    const folders = Map.groupBy(files, (path) => path.slice(0, path.lastIndexOf('/')));
    const problems = [...folders.values()].flatMap((paths) => checkFolder(tree, paths));
    return { looked: files.length, problems };
  },
};

function checkFolder(tree: Tree, paths: string[]): Problem[] {
  const migrations = paths.filter((path) => migrationName.test(fileName(path)));
  const foreign = paths.filter((path) => !migrations.includes(path));
  return [
    ...foreign.map((path) => ({
      path,
      message: 'A migration is named like 0001_projects.sql; nothing else stands here.',
    })),
    ...migrations.flatMap((path, at) => checkNumber(path, at + 1)),
    ...copies(migrations, (path) => migrationName.exec(fileName(path))?.groups?.['slug'] ?? '', 'slug'),
    ...copies(migrations, (path) => normalize(tree.read(path)), 'content'),
    ...migrations
      .filter((path) => backward.test(tree.read(path)))
      .map((path) => ({ path, message: 'There is no way back in a migration. Write the next one forward.' })),
  ];
}

function checkNumber(path: string, expected: number): Problem[] {
  const number = Number(fileName(path).slice(0, 4));
  if (number === expected) return [];
  const wanted = String(expected).padStart(4, '0');
  return [{ path, message: `The number here is ${wanted}: numbers have no gaps and no number is there twice.` }];
}

function copies(paths: string[], key: (path: string) => string, what: string): Problem[] {
  return [...Map.groupBy(paths, key).values()]
    .flatMap((same) => same.slice(1).map((path) => ({ path, first: same[0] })))
    .map(({ path, first }) => ({ path, message: `This has the ${what} of ${first}. Remove one of the two.` }));
}

function normalize(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/\s+/g, ' ').trim().toLowerCase();
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
