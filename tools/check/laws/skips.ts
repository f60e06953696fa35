import type { Law, Problem, Tree } from '../law.ts';
import { codePaths, isExplained, isTest, lineAt, sourceOf } from '../source.ts';

const focused = /\b(?:it|test|describe|suite)(?:\.\w+)*\.only\b/g;
/** `skipIf` and `runIf` name their reason: the condition. */
const skipped = /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|todo|fails)\b/g;

export const law: Law = {
  says: 'No test is left out without a reason, and none leaves out the others.',
  inspect(tree) {
    const paths = codePaths(tree).filter(isTest);
    return { looked: paths.length, problems: paths.flatMap((path) => check(tree, path)) };
  },
};

function check(tree: Tree, path: string): Problem[] {
  const { bare, comments } = sourceOf(path, tree.read(path));
  const linesOf = (pattern: RegExp) => [...bare.matchAll(pattern)].map(({ index }) => lineAt(bare, index));
  return [
    ...linesOf(focused).map((line) => ({ path, line, message: 'This leaves out every other test. Remove `.only`.' })),
    ...linesOf(skipped)
      .filter((line) => !isExplained(comments, line, /\w+\W+\w+/))
      .map((line) => ({ path, line, message: 'Say in a comment above why this is left out, and where it does run.' })),
  ];
}
