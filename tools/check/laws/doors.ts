import { join } from 'node:path/posix';
import type { Law, Problem, Tree } from '../law.ts';
import { type Package, packagesOf } from '../packages.ts';
import { codePaths, sourceOf } from '../source.ts';

/** The doors that a package of each folder may have. A package behind none of these exports nothing. */
const doors: [folder: RegExp, exports: Record<string, string>][] = [
  [
    /^features\//,
    {
      './contract': './contract/index.ts',
      './server': './server/feature.ts',
      './server/testing': './server/testing/index.ts',
      './web': './web/feature.tsx',
    },
  ],
  [
    /^ports\//,
    {
      '.': './port.ts',
      './suite': './suite.ts',
      './drivers': './drivers/index.ts',
      './testing': './drivers/oci/leftovers.ts',
    },
  ],
  [
    /^kernel$/,
    {
      './contract': './contract/index.ts',
      './server': './server/index.ts',
      './server/postgres': './server/postgres/index.ts',
      './server/testing': './server/testing/index.ts',
      './web': './web/index.ts',
      './web/theme': './web/theme/index.ts',
      './web/theme.css': './web/theme/theme.css',
      './web/tokens.css': './web/theme/tokens.css',
    },
  ],
  [
    /^apps\/host$/,
    {
      './contract': './contract/index.ts',
      './build': './build.ts',
      './testing': './testing/index.ts',
      './text': './documents/text/index.ts',
    },
  ],
  [/^tools\/check$/, { './resolver': './resolver.ts' }],
  // Journeys are the door through which other tests drive the product.
  [
    /^tests\/journeys$/,
    { './browser': './browser.ts', './client': './client.ts', './project': './project.ts', './server': './server.ts' },
  ],
];

export const law: Law = {
  says: 'Packages are entered by their doors.',
  inspect(tree) {
    const packages = packagesOf(tree).filter(({ folder }) => folder !== '.');
    const own = packages.flatMap((each) => [...strangeDoors(each), ...emptyDoors(tree, each)]);
    const deep = codePaths(tree).flatMap((path) => deepImports(tree, path, packages));
    return { looked: packages.length, problems: [...own, ...deep] };
  },
};

function strangeDoors({ path, folder, exports }: Package): Problem[] {
  if (exports === undefined) {
    return [{ path, message: 'Without `exports` every file is a door. Name the doors, or write `"exports": {}`.' }];
  }
  const allowed = doors.find(([pattern]) => pattern.test(folder))?.[1] ?? {};
  return Object.entries(exports)
    .filter(([name, target]) => allowed[name] !== target)
    .map(([name, target]) => ({ path, message: `"${name}": "${target}" is not a door that a package here has.` }));
}

function emptyDoors(tree: Tree, { path, folder, exports = {} }: Package): Problem[] {
  return Object.entries(exports)
    .filter(([, target]) => !tree.paths.includes(join(folder, target)))
    .map(([name, target]) => ({ path, message: `The door "${name}" leads to ${target}, which does not exist.` }));
}

function deepImports(tree: Tree, path: string, packages: Package[]): Problem[] {
  const home = packages.find(({ folder }) => path.startsWith(`${folder}/`));
  if (!home) return [];
  const leaves = (specifier: string) =>
    specifier.startsWith('.') && !join(path, '..', specifier).startsWith(`${home.folder}/`);
  return sourceOf(path, tree.read(path))
    .imports.filter(({ specifier }) => leaves(specifier))
    .map(({ line, specifier }) => ({
      path,
      line,
      message: `${specifier} leaves ${home.folder}. Import the other package by its name and door.`,
    }));
}
