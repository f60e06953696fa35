import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './chance.ts';

const draw = 'export const value = Math.random();\n';

it('is green on ids, tests, benchmarks and comments', () => {
  const right = {
    'kernel/server/id.ts': draw,
    'kernel/server/feed.test.ts': draw,
    'tools/bench/load.ts': draw,
    'kernel/web/retry.ts': '// Jitter: pages that lost one server do not come back at once.\nwait(Math.random());\n',
    'kernel/server/text.ts': "export const text = 'Math.random is refused';\n",
    'kernel/server/feed.ts': '// not Math.random: it can be guessed\nexport const a = 1;\n',
  };
  expect(placesOf(law, right)).toEqual([]);
});

it('is red on a figure that was drawn', () => {
  expect(placesOf(law, { 'features/projects/web/usage.tsx': `\n${draw}` })).toEqual([
    'features/projects/web/usage.tsx:2',
  ]);
});
