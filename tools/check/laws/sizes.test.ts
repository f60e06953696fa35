import { expect, it } from 'vitest';
import { placesOf, treeOf } from '../testing/tree-of.ts';
import { law } from './sizes.ts';

const lines = (count: number) => 'x\n'.repeat(count);

it('is green up to the limit and red beyond it, tests having more room', () => {
  const files = {
    'kernel/server/a.ts': lines(500),
    'kernel/server/b.ts': lines(501),
    'kernel/server/b.test.ts': lines(800),
    'kernel/server/c.test.ts': lines(801),
    'kernel/web/theme/a.css': lines(501),
    'features/projects/templates/node/index.ts': lines(900),
  };
  expect(placesOf(law, files)).toEqual(['kernel/server/b.ts', 'kernel/server/c.test.ts', 'kernel/web/theme/a.css']);
});

it('prints how long the files of each room are', () => {
  const sizes = Array.from({ length: 20 }, (_, at) => [`kernel/server/f-${at}.ts`, lines(at + 1)]);
  const { notes } = law.inspect(treeOf({ ...Object.fromEntries(sizes), 'kernel/server/a.test.ts': lines(700) }));
  expect(notes?.map((note) => note.trim().replace(/\s+/g, ' '))).toEqual([
    'kernel/server 20 files 210 lines 10 median 19 p95 20 longest',
  ]);
});
