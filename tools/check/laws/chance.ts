import type { Law } from '../law.ts';
import { codePaths, isExplained, isTest, problemsAt, sourceOf } from '../source.ts';

/**
 * Ids may be drawn, and tests and benchmarks may vary their input; a delay may jitter when a comment says so.
 * Everything else that is shown was measured.
 */
const allowed = /(?:^|\/)ids?\.ts$|^tools\/bench\//;

export const law: Law = {
  says: 'Nothing is made up by chance.',
  inspect(tree) {
    const paths = codePaths(tree).filter((path) => !isTest(path) && !allowed.test(path));
    const message = 'Math.random makes values up. Measure them, or take randomness from node:crypto for a secret.';
    const problems = paths.flatMap((path) => {
      const { bare, comments } = sourceOf(path, tree.read(path));
      const drawn = problemsAt(path, bare, /\bMath\s*\.\s*random\b/g, message);
      return drawn.filter(({ line = 0 }) => !isExplained(comments, line, /\bjitter/i));
    });
    return { looked: paths.length, problems };
  },
};
