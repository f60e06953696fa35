import { expect, it } from 'vitest';
import { placesOf, treeOf } from '../testing/tree-of.ts';
import { law } from './feature-shape.ts';

const right = {
  'features/projects/README.md': '',
  'features/projects/package.json': '',
  'features/projects/contract/index.ts': '',
  'features/projects/contract/schema.ts': '',
  'features/projects/server/feature.ts': '',
  'features/projects/server/service.test.ts': '',
  'features/projects/server/migrations/0001_projects.sql': '',
  'features/projects/server/imports/zip.ts': '',
  'features/projects/web/feature.tsx': '',
  'features/projects/web/screens/list.tsx': '',
};

it('is green on a feature of the right shape', () => {
  expect(law.inspect(treeOf(right))).toEqual({ looked: 1, problems: [] });
});

it('is red on files that have no place', () => {
  expect(
    placesOf(law, {
      ...right,
      'features/projects/notes.txt': '',
      'features/projects/lib/a.ts': '',
      'features/projects/server/zip.ts': '',
      'features/projects/web/list.tsx': '',
    }),
  ).toEqual([
    'features/projects/lib',
    'features/projects/notes.txt',
    'features/projects/server/zip.ts',
    'features/projects/web/list.tsx',
  ]);
});

it('is red when the readme or a manifest is absent', () => {
  const { 'features/projects/README.md': _readme, 'features/projects/server/feature.ts': _manifest, ...rest } = right;
  expect(placesOf(law, rest)).toEqual(['features/projects/README.md', 'features/projects/server/feature.ts']);
});

it('asks nothing of a feature that has no server', () => {
  expect(
    placesOf(law, {
      'features/editor/README.md': '',
      'features/editor/package.json': '',
      'features/editor/web/feature.tsx': '',
    }),
  ).toEqual([]);
});
