import { expect, it } from 'vitest';
import { placesOf, treeOf } from '../testing/tree-of.ts';
import { law } from './doors.ts';

function manifest(exports: Record<string, string> | undefined): string {
  return JSON.stringify({ name: '@e-code/it', version: '0.1.0', exports });
}

const right = {
  'package.json': manifest(undefined),
  'features/projects/package.json': manifest({ './contract': './contract/index.ts' }),
  'features/projects/contract/index.ts': "export * from './schema.ts';",
  'features/projects/server/service.ts': "import { a } from '../contract/index.ts';\n// from '../../other/x.ts'",
  'apps/web/package.json': manifest({}),
};

it('is green on packages with their own doors', () => {
  expect(law.inspect(treeOf(right))).toEqual({ looked: 2, problems: [] });
});

it('is red on a door that nobody agreed on, on one that leads nowhere, and on none at all', () => {
  const wrong = {
    ...right,
    'features/projects/package.json': manifest({ './tables': './server/tables.ts' }),
    'features/projects/server/tables.ts': '',
    'apps/web/package.json': manifest({ './main': './main.tsx' }),
    'apps/server/package.json': manifest(undefined),
    'ports/mail/package.json': manifest({ '.': './port.ts' }),
  };
  expect(placesOf(law, wrong)).toEqual([
    'apps/server/package.json',
    'apps/web/package.json',
    'apps/web/package.json',
    'features/projects/package.json',
    'ports/mail/package.json',
  ]);
});

it('is red on a path that climbs out of its package, however it is written', () => {
  const wrong = {
    ...right,
    'apps/web/main.tsx':
      "import '../../features/projects/contract/index.ts';\nexport * from '../server/a.ts';\nawait import('../host/a.ts');\n",
  };
  expect(placesOf(law, wrong)).toEqual(['apps/web/main.tsx:1', 'apps/web/main.tsx:2', 'apps/web/main.tsx:3']);
});
