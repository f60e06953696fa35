import type { Law, Problem, Tree } from '../law.ts';

const folder = /^[^.]+$/;
const testFile = /\.test\.tsx?$/;

/** What may stand at each level of a feature. Everything else has a room: a folder named by a noun. */
const levels: Record<string, { may: (string | RegExp)[]; must: string[] }> = {
  '': { may: ['README.md', 'package.json', 'contract', 'server', 'web'], must: ['README.md', 'package.json'] },
  contract: { may: [/\.ts$/, folder], must: ['index.ts'] },
  server: {
    may: [
      'feature.ts',
      'tables.ts',
      'access.ts',
      'service.ts',
      'routes.ts',
      'jobs.ts',
      'live.ts',
      'machine.ts',
      'settings.ts',
      testFile,
      folder,
    ],
    must: ['feature.ts'],
  },
  web: { may: ['feature.tsx', 'queries.ts', 'texts.ts', testFile, folder], must: ['feature.tsx'] },
};

export const law: Law = {
  says: 'Every feature has the same shape.',
  inspect(tree) {
    const features = [...new Set(tree.paths.map((path) => /^features\/([^/]+)\//.exec(path)?.[1]))].filter(
      (name) => name !== undefined,
    );
    const problems = features.flatMap((name) => Object.keys(levels).flatMap((level) => check(tree, name, level)));
    return { looked: features.length, problems };
  },
};

function check(tree: Tree, feature: string, level: string): Problem[] {
  const room = level === '' ? `features/${feature}` : `features/${feature}/${level}`;
  const inside = tree.paths.filter((path) => path.startsWith(`${room}/`)).map((path) => path.slice(room.length + 1));
  const shape = levels[level];
  if (!shape || inside.length === 0) return [];
  const entries = new Set(inside.map((path) => path.split('/')[0] ?? path));
  const foreign = [...entries].filter((entry) => !shape.may.some((rule) => fits(entry, rule)));
  const absent = shape.must.filter((entry) => !entries.has(entry));
  return [
    ...foreign.map((entry) => ({
      path: `${room}/${entry}`,
      message: 'A feature has nothing of this name here. Put it into a folder that is named by a noun.',
    })),
    ...absent.map((entry) => ({
      path: `${room}/${entry}`,
      message: 'Every feature has this file, and here it is absent.',
    })),
  ];
}

function fits(entry: string, rule: string | RegExp): boolean {
  return typeof rule === 'string' ? entry === rule : rule.test(entry);
}
