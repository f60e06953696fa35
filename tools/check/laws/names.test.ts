import { expect, it } from 'vitest';
import { placesOf } from '../testing/tree-of.ts';
import { law } from './names.ts';

function broken(...paths: string[]): string[] {
  return placesOf(law, Object.fromEntries(paths.map((path) => [path, ''])));
}

it('is green on kebab-case nouns and on the names that tools demand', () => {
  expect(
    broken(
      'LICENSE',
      'README.md',
      '.oxlintrc.json',
      '.ci/run',
      'kernel/web/ui/combo-box.test.tsx',
      'ports/sandbox/drivers/oci/cgroup-v2.ts',
      'features/projects/server/migrations/0001_first_tables.sql',
      'features/projects/server/templates/java/Main.java',
      'features/projects/web/parts/renewal.tsx',
    ),
  ).toEqual([]);
});

it.each(['kernel/server/utils/a.ts', 'kernel/server/common/a.ts'])('is red on the catch-all folder of %s', (path) => {
  expect(broken(path)).toEqual([path.slice(0, path.lastIndexOf('/'))]);
});

it.each([
  'kernel/server/helpers.ts',
  'kernel/server/string-utils.ts',
  'kernel/server/session-manager.ts',
  'kernel/server/misc.test.ts',
  'kernel/server/real-search.ts',
  'kernel/server/advanced-search.ts',
  'kernel/server/enhanced-search.ts',
  'kernel/server/new-search.ts',
  'kernel/server/search-v2.ts',
  'kernel/web/UserCard.tsx',
  'kernel/server/user_card.ts',
])('is red on %s', (path) => {
  expect(broken(path)).toEqual([path]);
});
