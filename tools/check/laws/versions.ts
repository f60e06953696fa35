import type { Law, Problem } from '../law.ts';
import { type Package, packagesOf } from '../packages.ts';

/** With the other name in front where a second version is wanted on purpose, such as to serve clients of both. */
const exact = /^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

export const law: Law = {
  says: 'Versions are exact, and each package is there in one version.',
  inspect(tree) {
    const packages = packagesOf(tree);
    const wants = packages.flatMap(wantsOf);
    const own = new Map(packages.map(({ name, version }) => [name, version]));
    return { looked: packages.length, problems: [...loose(wants), ...several(wants, own)] };
  },
};

interface Want {
  path: string;
  name: string;
  version: string;
}

function wantsOf({ path, dependencies, devDependencies, optionalDependencies }: Package): Want[] {
  return [dependencies, devDependencies, optionalDependencies].flatMap((wanted) =>
    Object.entries(wanted).map(([name, version]) => ({ path, name, version })),
  );
}

function loose(wants: Want[]): Problem[] {
  return wants
    .filter(({ version }) => !exact.test(version))
    .map(({ path, name, version }) => ({
      path,
      message: `${name} is wanted as "${version}". Write the exact version.`,
    }));
}

function several(wants: Want[], own: Map<string, string>): Problem[] {
  return [...Map.groupBy(wants, ({ name }) => name)].flatMap(([name, same]) => {
    const version = own.get(name) ?? same[0]?.version;
    return same
      .filter((want) => want.version !== version)
      .map((want) => ({ path: want.path, message: `${name} is ${want.version} here and ${version} elsewhere.` }));
  });
}
