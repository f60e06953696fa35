import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './root-entries.ts';

it('is green on the known entries and red on others', () => {
  expect(placesOf(law, { 'README.md': '', 'apps/web/main.tsx': '' })).toEqual([]);
  expect(placesOf(law, { 'README.md': '', 'STATUS.md': '', 'fix.sh': '', 'cookies.txt': '', 'src/a.ts': '' })).toEqual([
    'STATUS.md',
    'cookies.txt',
    'fix.sh',
    'src',
  ]);
});
