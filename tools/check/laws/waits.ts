import type { Law, Problem, Tree } from '../law.ts';
import { codePaths, isExplained, isTest, lineAt, sourceOf } from '../source.ts';

const sleeps: RegExp[] = [
  /\bsleep\(/g,
  /\bwaitForTimeout\(/g,
  // A promise that only time settles: the resolver handed to setTimeout. A deadline that rejects is no sleep.
  /\bnew Promise[^(]*\(\s*\(?\s*(\w+)[^)]*\)?\s*=>\s*\{?\s*(?:return\s+)?(?:void\s+)?setTimeout\(\s*(?:\1\b|\(\)\s*=>\s*\{?\s*\1\()/g,
];
const timers = /^(?:node:)?timers\/promises$/;

export const law: Law = {
  says: 'Tests wait for what they need, never for time.',
  inspect(tree) {
    const paths = codePaths(tree).filter(isTest);
    return { looked: paths.length, problems: paths.flatMap((path) => check(tree, path)) };
  },
};

function check(tree: Tree, path: string): Problem[] {
  const { bare, comments, imports } = sourceOf(path, tree.read(path));
  const lines = [
    ...sleeps.flatMap((pattern) => [...bare.matchAll(pattern)].map(({ index }) => lineAt(bare, index))),
    ...imports.filter(({ specifier }) => timers.test(specifier)).map(({ line }) => line),
  ];
  const message = 'This waits for time. Wait for the condition, or say in a comment above why only time will do.';
  return lines.filter((line) => !isExplained(comments, line, /\btime\b/)).map((line) => ({ path, line, message }));
}
