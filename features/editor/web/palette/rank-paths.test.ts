import { expect, it } from 'vitest';
import { rankPaths } from './rank-paths.ts';

const paths = [
  'src/server/routes.ts',
  'src/client/router.tsx',
  'readme.md',
  'test/routes.test.ts',
  'docs/our/trees.md',
];

it('puts names that begin with the query first', () => {
  expect(rankPaths('rout', paths, []).slice(0, 3).toSorted()).toEqual([
    'src/client/router.tsx',
    'src/server/routes.ts',
    'test/routes.test.ts',
  ]);
});

it('finds letters across folders', () => {
  expect(rankPaths('clirou', paths, [])).toEqual(['src/client/router.tsx']);
});

it('shows what is open when nothing is typed', () => {
  expect(rankPaths('', paths, ['readme.md'])[0]).toBe('readme.md');
});

it('stays quick among 100,000 paths', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `packages/p${index % 300}/src/module-${index}/index.ts`);
  const start = performance.now();
  expect(rankPaths('module-4242', many, [])[0]).toContain('module-4242/');
  expect(performance.now() - start).toBeLessThan(300);
});
