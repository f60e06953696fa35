import type { Law, Problem, Tree } from '../law.ts';
import { sourceOf } from '../source.ts';

/** `drivers/index.ts` is the door; everything else beside it is a driver: a folder, or a file of its own. */
const driverPath = /^(?<port>ports\/[^/]+)\/drivers\/(?<driver>[^/.]+)(?:\/|\.ts$)/;

export const law: Law = {
  says: 'Every driver of a port passes the suite of the port.',
  inspect(tree) {
    const rooms = tree.paths
      .map((path) => driverPath.exec(path)?.groups)
      .filter((room) => room?.['driver'] !== 'index');
    const drivers = new Set(rooms.map((room) => room && `${room['port']}/drivers/${room['driver']}`));
    drivers.delete(undefined);
    const problems = [...drivers].flatMap((driver) => (driver === undefined ? [] : check(tree, driver)));
    return { looked: drivers.size, problems };
  },
};

function check(tree: Tree, driver: string): Problem[] {
  const port = driver.split('/').slice(0, 2).join('/');
  if (!tree.paths.includes(`${port}/suite.ts`)) {
    return [
      { path: `${port}/suite.ts`, message: 'The port has a driver and no suite. Write what every driver must do.' },
    ];
  }
  const tests = tree.paths.filter((path) => path.startsWith(driver) && path.endsWith('.test.ts'));
  if (tests.some((path) => runsSuite(path, tree.read(path)))) return [];
  return [{ path: driver, message: `No test of this driver runs ${port}/suite.ts. Import the suite and call it.` }];
}

function runsSuite(path: string, text: string): boolean {
  const { code, imports } = sourceOf(path, text);
  return (
    imports.some(({ specifier }) => /^(\.\.\/)+suite\.ts$/.test(specifier)) &&
    /^\s*(?:await )?(?:\w*Suite|describe\w*Port)\(/m.test(code)
  );
}
