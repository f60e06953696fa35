import { describe, expect, it } from 'vitest';
import { layTree, type LintReport, lintTree, removeTree } from './lint-tree.ts';

/** Importing file, what it imports, and whether the directions allow it. */
type Direction = readonly [from: string, source: string, allowed: boolean];

const directions: Direction[] = [
  ['kernel/contract/a', 'zod', true],
  ['kernel/contract/a', 'node:fs', false],
  ['kernel/contract/a', 'react', false],
  ['kernel/contract/a', '../server/index.ts', false],
  ['kernel/server/a', '@e-code/kernel/contract', true],
  ['kernel/server/a', '../contract/index.ts', true],
  ['kernel/server/a', 'node:fs', true],
  ['kernel/server/a', 'fastify', true],
  ['kernel/server/a', '../web/index.ts', false],
  ['kernel/server/a', '@e-code/projects/contract', false],
  ['kernel/server/a', '@e-code/port-mail', false],
  ['kernel/web/a', '@e-code/kernel/contract', true],
  ['kernel/web/a', 'react', true],
  ['kernel/web/a', '@e-code/kernel/server', false],
  ['kernel/web/a', 'node:fs', false],
  ['features/projects/contract/a', '@e-code/kernel/contract', true],
  ['features/projects/contract/a', '@e-code/accounts/contract', true],
  ['features/projects/contract/a', '@e-code/host/contract', true],
  ['features/projects/contract/a', 'zod', true],
  ['features/projects/contract/a', 'fastify', false],
  ['features/projects/contract/a', 'node:path', false],
  ['features/projects/contract/a', '../server/feature.ts', false],
  ['features/projects/contract/a', '@e-code/kernel/server', false],
  ['features/projects/contract/a', '@e-code/port-mail', false],
  ['features/projects/server/a', '@e-code/kernel/server', true],
  ['features/projects/server/a', '@e-code/kernel/contract', true],
  ['features/projects/server/a', '../contract/index.ts', true],
  ['features/projects/server/a', '@e-code/accounts/contract', true],
  ['features/projects/server/a', '@e-code/host/contract', true],
  ['features/projects/server/a', '@e-code/host/text', false],
  ['features/projects/server/a', 'drizzle-orm', true],
  ['features/projects/server/a', '@e-code/accounts/server', false],
  ['features/projects/server/a', '../../accounts/server/feature.ts', false],
  ['features/projects/server/a', '../web/feature.tsx', false],
  ['features/projects/server/a', '@e-code/kernel/web', false],
  ['features/projects/server/a', '@e-code/port-mail', false],
  ['features/projects/server/a', '@e-code/port-mail/drivers', false],
  ['features/projects/server/a.test', '@e-code/port-mail/drivers', true],
  ['features/projects/server/a.test', '@e-code/accounts/server', false],
  ['features/projects/web/a', '@e-code/kernel/web', true],
  ['features/projects/web/a', '@e-code/kernel/contract', true],
  ['features/projects/web/a', '../contract/index.ts', true],
  ['features/projects/web/a', '@e-code/accounts/contract', true],
  ['features/projects/web/a', 'react', true],
  ['features/projects/web/a', '@e-code/host/text', true],
  ['features/projects/web/a', '../server/feature.ts', false],
  ['features/projects/web/a', '@e-code/accounts/web', false],
  ['features/projects/web/a', '@e-code/kernel/server', false],
  ['features/projects/web/a', '@e-code/port-mail', false],
  ['features/projects/web/a', 'node:fs', false],
  ['features/projects/web/a', '@e-code/accounts/server/tables', false],
  ['ports/mail/a', './drivers/index.ts', true],
  ['ports/mail/a', 'nodemailer', true],
  ['ports/mail/a', '@e-code/kernel/contract', false],
  ['ports/mail/drivers/a', '../port.ts', true],
  ['ports/mail/drivers/a', '../../sandbox/port.ts', false],
  ['ports/mail/drivers/a', '@e-code/kernel/server', false],
  ['ports/mail/drivers/a', '@e-code/projects/contract', false],
  ['apps/host/a', './contract/index.ts', true],
  ['apps/host/a', 'ws', true],
  ['apps/host/a', './documents/text/index.ts', true],
  ['apps/host/documents/text/a', '../../contract/index.ts', true],
  ['apps/host/a', 'node:fs', true],
  ['apps/host/a', '@e-code/kernel/contract', false],
  ['apps/host/a', '@e-code/kernel/server', false],
  ['apps/host/a', '@e-code/port-mail', false],
  ['apps/host/a', '@e-code/projects/contract', false],
  ['apps/host/contract/a', 'zod', true],
  ['apps/host/contract/a', 'ws', false],
  ['apps/host/contract/a', '@e-code/kernel/contract', false],
  ['apps/server/a', '@e-code/projects/server', true],
  ['apps/server/a', '@e-code/port-mail/drivers', true],
  ['apps/server/a', '@e-code/projects/web', false],
  ['apps/server/a', '@e-code/kernel/web', false],
  ['apps/web/a', '@e-code/projects/web', true],
  ['apps/web/a', '@e-code/projects/server', false],
  ['apps/web/a', '@e-code/port-mail/drivers', false],
  ['tools/bench/a', '@e-code/projects/server', true],
  ['kernel/server/a', '../../elsewhere/a.ts', false],
];

const forms: Record<string, (source: string) => string> = {
  import: (source) => `import * as it from '${source}';\nexport const held = it;\n`,
  reexport: (source) => `export * from '${source}';\n`,
  dynamic: (source) => `export const held = await import('${source}');\n`,
};

/** One file for each direction and form, so that a single run of the linter answers for all of them. */
function filesOf(form: (source: string) => string, prefix: string): Map<string, Direction> {
  return new Map(
    directions.map((direction, at) => {
      const [from] = direction;
      const path = from.replace(/a(\.test)?$/, `${prefix}-${at}$1.ts`);
      return [path, direction];
    }),
  );
}

async function lint(files: Record<string, string>): Promise<LintReport> {
  const tree = await layTree({
    'elsewhere/a.ts': 'export const door = 1;\n',
    'ports/sandbox/port.ts': 'export const door = 1;\n',
    ...files,
  });
  try {
    return await lintTree(tree);
  } finally {
    await removeTree(tree);
  }
}

describe('the directions of imports', () => {
  it.each(Object.keys(forms))('are held for %s, allowed and refused', async (name) => {
    const form = forms[name] ?? String;
    const files = filesOf(form, name);
    const report = await lint(Object.fromEntries([...files].map(([path, [, source]]) => [path, form(source)])));
    expect(report.files).toBeGreaterThan(files.size);
    const refused = new Set(report.found.filter(({ rule }) => rule.startsWith('boundaries')).map(({ file }) => file));
    const seen = [...files].map(([path, [from, source]]) => [from, source, !refused.has(path)]);
    expect(seen).toEqual(directions);
  });

  it('let a service name the types of a port and nothing else of it', async () => {
    const report = await lint({
      'features/projects/server/types.ts':
        "import type { door } from '@e-code/port-mail';\nexport type Held = typeof door;\n",
      'features/projects/server/driver.ts':
        "import type { door } from '@e-code/port-mail/drivers';\nexport type Held = typeof door;\n",
    });
    const refused = report.found.filter(({ rule }) => rule.startsWith('boundaries')).map(({ file }) => file);
    expect(refused).toEqual(['features/projects/server/driver.ts']);
  });
});

/** A rule of the lint and a file that breaks it. */
const broken: [rule: string, path: string, text: string][] = [
  [
    'typescript(no-floating-promises)',
    'kernel/server/floating.ts',
    "import { rm } from 'node:fs/promises';\nexport function clear(): void {\n  rm('a');\n}\n",
  ],
  ['typescript(await-thenable)', 'kernel/server/awaits.ts', 'export const held = async () => await 1;\n'],
  [
    'typescript(no-misused-promises)',
    'kernel/server/misused.ts',
    'const ask = async () => true;\nexport const held = () => (ask() ? 1 : 2);\n',
  ],
  [
    'typescript(no-unnecessary-type-assertion)',
    'kernel/server/assertion.ts',
    'export const held = (text: string) => text as string;\n',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'kernel/server/switch.ts',
    "export function held(way: 'in' | 'out') {\n  switch (way) {\n    case 'in':\n      return 1;\n  }\n  return 2;\n}\n",
  ],
  ['typescript(no-explicit-any)', 'kernel/server/any.ts', 'export const held = (it: any): unknown => it;\n'],
  ['typescript(no-non-null-assertion)', 'kernel/server/bang.ts', 'export const held = (list: string[]) => list[0]!;\n'],
  ['typescript(ban-ts-comment)', 'kernel/server/nocheck.ts', '// @ts-nocheck\nexport const held = 1;\n'],
  [
    'typescript(consistent-type-imports)',
    'kernel/server/types.ts',
    "import { Stats } from 'node:fs';\nexport type Held = Stats;\n",
  ],
  ['eslint(no-console)', 'kernel/server/console.ts', "console.log('a');\n"],
  ['eslint(max-lines)', 'kernel/server/long.ts', 'export {};\n'.repeat(501)],
  [
    'eslint(max-lines-per-function)',
    'kernel/server/long-function.ts',
    `export function held() {\n${'  Number(1);\n'.repeat(81)}}\n`,
  ],
  [
    'eslint(max-params)',
    'kernel/server/params.ts',
    'export const held = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];\n',
  ],
  [
    'eslint(max-depth)',
    'kernel/server/depth.ts',
    `export function held(a: number) {\n${'if (a) {'.repeat(5)}Number(a);${'}'.repeat(5)}\n}\n`,
  ],
  [
    'eslint(complexity)',
    'kernel/server/complexity.ts',
    `export function held(a: number) {\n${'  if (a) Number(a);\n'.repeat(16)}}\n`,
  ],
  ['import(no-cycle)', 'kernel/server/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n"],
  ['import(no-cycle)', 'kernel/server/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n"],
  [
    'react-hooks(rules-of-hooks)',
    'kernel/web/hooks.tsx',
    "import { useState } from 'react';\nexport function Held(props: { on: boolean }) {\n  if (props.on) useState(1);\n  return null;\n}\n",
  ],
  [
    'react-hooks(exhaustive-deps)',
    'kernel/web/deps.tsx',
    "import { useEffect } from 'react';\nexport function Held(props: { on: string }) {\n  useEffect(() => {\n    document.title = props.on;\n  }, []);\n  return null;\n}\n",
  ],
  ['jsx-a11y(alt-text)', 'kernel/web/alt.tsx', 'export const Held = () => <img src="a.png" />;\n'],
  [
    'vitest(expect-expect)',
    'kernel/server/silent.test.ts',
    "import { it } from 'vitest';\nit('says nothing', () => {\n  Number(1);\n});\n",
  ],
  ['vitest(no-focused-tests)', 'kernel/server/only.test.ts', "import { it } from 'vitest';\nit.only('a', () => {});\n"],
];

describe('the rules of the lint', () => {
  it('are red on a file that breaks them', async () => {
    const report = await lint(Object.fromEntries(broken.map(([, path, text]) => [path, text])));
    const found = new Set(report.found.map(({ file, rule }) => `${rule} ${file}`));
    expect(broken.map(([rule, path]) => `${rule} ${path}`).filter((wanted) => !found.has(wanted))).toEqual([]);
  });

  it('let a tool print and refuse the same of the product', async () => {
    const text = "console.log('a');\n";
    const report = await lint({
      'tools/bench/print.ts': text,
      'apps/launcher/start.mjs': text,
      'ports/mail/print.ts': text,
      'apps/host/print.ts': text,
      'apps/host/fail.ts': "console.error('a');\n",
    });
    const refused = report.found.filter(({ rule }) => rule === 'eslint(no-console)').map(({ file }) => file);
    expect(refused.toSorted()).toEqual(['apps/host/print.ts', 'ports/mail/print.ts']);
  });

  it('are green on the empty fixture tree', async () => {
    expect((await lint({})).found).toEqual([]);
  });
});
