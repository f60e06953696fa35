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

it('costs less than a few passes over 100,000 paths', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => `packages/p${index % 300}/src/module-${index}/index.ts`);
  const pass = timeOf(() => JSON.parse(JSON.stringify(many)) as string[]);
  expect(rankPaths('module-4242', many, [])[0]).toContain('module-4242/');
  // A ratio of the same run: machines and their load differ.
  expect(timeOf(() => rankPaths('module-4242', many, []))).toBeLessThan(pass * 8);
});

function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}
