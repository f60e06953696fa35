import type { Law } from '../law.ts';

/** What may stand at the root. A new entry is a decision: it is what everybody sees first. */
const allowed = new Set([
  '.ci',
  '.editorconfig',
  '.gitattributes',
  '.gitignore',
  '.oxfmtrc.json',
  '.oxlintrc.json',
  'AGENTS.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'apps',
  'docs',
  'features',
  'kernel',
  'knip.json',
  'package-lock.json',
  'package.json',
  'packages',
  'ports',
  'tests',
  'tools',
  'tsconfig.base.json',
  'tsconfig.contract.json',
  'tsconfig.json',
  'tsconfig.server.json',
  'tsconfig.tests.json',
  'tsconfig.web.json',
  'vitest.config.ts',
]);

export const law: Law = {
  says: 'The root holds what everybody needs and nothing else.',
  inspect(tree) {
    const entries = [...new Set(tree.paths.map((path) => path.split('/')[0] ?? path))];
    const message = 'This is not an entry of the root. Put it into the room that it belongs to.';
    const foreign = entries.filter((entry) => !allowed.has(entry));
    return { looked: entries.length, problems: foreign.map((path) => ({ path, message })) };
  },
};
