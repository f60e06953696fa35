import type { Law, Problem, Tree } from '../law.ts';
import { codePaths, isTest, lineAt, problemsAt, sourceOf } from '../source.ts';

const page = 'docs/operate/settings.md';
const declared = /\bsetting\(\s*'([A-Z][A-Z0-9_]*)'/g;
/** A row of the page's tables: the name stands first, in backticks. */
const row = /^\|\s*`([A-Z][A-Z0-9_]*)`/gm;
/** What the operating system gives to every process is no setting of ours. */
const read = /\bprocess\.env(?:\.|\[')(?!(?:PATH|HOME|LANG|SHELL|TERM|TMPDIR|USER|XDG_\w+)\b)[A-Z]/g;
const readers = /^(?:kernel\/server\/config|apps\/host|apps\/launcher|tools|tests|ports\/[^/]+\/suite)\/|\.config\.ts$/;

export const law: Law = {
  says: `Every setting is declared once and explained in ${page}.`,
  inspect(tree) {
    const sources = codePaths(tree)
      .filter((path) => !isTest(path))
      .map((path) => ({ path, code: sourceOf(path, tree.read(path)).code }));
    const settings = sources.flatMap(({ path, code }) =>
      [...code.matchAll(declared)].map(({ index, 1: name = '' }) => ({ path, line: lineAt(code, index), name })),
    );
    const hidden =
      'This reads the environment past the settings. Declare it with setting() and take the value from there.';
    return {
      looked: settings.length,
      problems: [
        ...compare(tree, settings),
        ...sources
          .filter(({ path }) => !readers.test(path))
          .flatMap(({ path, code }) => problemsAt(path, code, read, hidden)),
      ],
    };
  },
};

function compare(tree: Tree, settings: { path: string; line: number; name: string }[]): Problem[] {
  const text = tree.paths.includes(page) ? tree.read(page) : '';
  const explained = [...text.matchAll(row)].map(({ index, 1: name = '' }) => ({ line: lineAt(text, index), name }));
  const names = new Set(settings.map(({ name }) => name));
  const unexplained = settings.filter(({ name }) => !explained.some((other) => other.name === name));
  const twice = settings.filter(({ name }, at) => settings.findIndex((other) => other.name === name) !== at);
  const stale = explained.filter(({ name }) => !names.has(name));
  return [
    ...unexplained.map(({ path, line, name }) => ({ path, line, message: `${name} has no row in ${page}.` })),
    ...twice.map(({ path, line, name }) => ({ path, line, message: `${name} is declared twice.` })),
    ...stale.map(({ line, name }) => ({ path: page, line, message: `${name} is explained and nothing declares it.` })),
  ];
}
