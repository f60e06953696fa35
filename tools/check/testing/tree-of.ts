import type { Law, Tree } from '../law.ts';

/** A tree that exists only in a test. */
export function treeOf(files: Record<string, string>): Tree {
  return {
    paths: Object.keys(files).toSorted(),
    read(path) {
      const text = files[path];
      if (text === undefined) throw new Error(`The fixture has no ${path}.`);
      return text;
    },
  };
}

/** What a law says about a fixture, short enough to compare: `path:line`, or `path` where it names no line. */
export function placesOf(law: Law, files: Record<string, string>): string[] {
  return law.inspect(treeOf(files)).problems.map(({ path, line }) => (line === undefined ? path : `${path}:${line}`));
}
