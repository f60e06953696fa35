import type { Law } from '../law.ts';
import { problemsAt } from '../source.ts';

/** Spelled in parts, so that this file does not break its own law. */
const traces: [pattern: RegExp, message: string][] = [
  [new RegExp(`(?<![\\w.-])/wo${'rk'}/`, 'g'), 'This is a path of one machine. Make it relative, or a setting.'],
  [
    new RegExp(`/Us${'ers'}/\\w|\\b[A-Z]:\\\\Us${'ers'}`, 'g'),
    'This is a path of one machine. Make it relative, or a setting.',
  ],
  [new RegExp(`regis${'try'}\\.npmjs\\.org`, 'g'), 'A mirror may stand there. Write "the npm registry" or ask npm.'],
  [
    new RegExp(`\\bgenerated (?:with|by) (?:an? )?a${'i'}\\b|\\bas an a${'i'} |co-authored-${'by'}:`, 'gi'),
    'The repository speaks of the product, not of how it was written.',
  ],
];

/** Holds the addresses from which npm fetched, by its nature. */
const lockFile = 'package-lock.json';

export const law: Law = {
  says: 'The repository knows nothing of the place where it was written.',
  inspect(tree) {
    const paths = tree.paths.filter((path) => path !== lockFile && !/\.(png|jpg|woff2?|ico|zip)$/.test(path));
    const problems = paths.flatMap((path) =>
      traces.flatMap(([pattern, message]) => problemsAt(path, tree.read(path), pattern, message)),
    );
    return { looked: paths.length, problems };
  },
};
