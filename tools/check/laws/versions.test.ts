import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './versions.ts';

function wanting(name: string, wanted: Record<string, Record<string, string>>): string {
  return JSON.stringify({ name, version: '0.1.0', ...wanted });
}

const kernel = wanting('@e-code/kernel', { dependencies: { zod: '4.6.7' } });

it('is green on exact versions that agree', () => {
  const audit = wanting('@e-code/audit', {
    dependencies: { '@e-code/kernel': '0.1.0', zod: '4.6.7', pg: '18.0.0-beta.1', 'zod-3': 'npm:zod@3.25.76' },
  });
  expect(placesOf(law, { 'kernel/package.json': kernel, 'features/audit/package.json': audit })).toEqual([]);
});

it.each(['^4.6.7', '~4.6.7', '4.6', 'latest', '*', '>=4', 'github:zod/zod', 'npm:zod@^3.0.0'])(
  'is red on %s',
  (version) => {
    expect(placesOf(law, { 'kernel/package.json': wanting('k', { devDependencies: { other: version } }) })).toEqual([
      'kernel/package.json',
    ]);
  },
);

it('is red on a second version, of others’ packages and of ours', () => {
  const audit = wanting('@e-code/audit', {
    dependencies: { '@e-code/kernel': '0.2.0' },
    optionalDependencies: { zod: '4.6.8' },
  });
  expect(placesOf(law, { 'kernel/package.json': kernel, 'web/audit/package.json': audit })).toHaveLength(2);
});
