import type { Law } from '../law.ts';

/** The first law: a law that was never seen red is an opinion. */
export const law: Law = {
  says: 'Every law has a test beside it.',
  inspect(tree) {
    const own = tree.paths.filter((path) => /^tools\/check\/laws\/[^/]+\.ts$/.test(path) && !path.endsWith('.test.ts'));
    const untested = own.filter((path) => !tree.paths.includes(path.replace(/\.ts$/, '.test.ts')));
    const message = 'This law has no test. Write one that shows it red on a wrong tree and green on a right one.';
    return { looked: own.length, problems: untested.map((path) => ({ path, message })) };
  },
};
