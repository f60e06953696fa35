import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'e-code-laws-'));
  spawnSync('git', ['init', '--quiet'], { cwd: root });
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function check(...laws: string[]) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--root', root, ...laws],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout };
}

it('is red where there is nothing to look at', () => {
  const { status, stdout } = check('names');
  expect(status).toBe(1);
  expect(stdout).toContain('names: BROKEN in 1 places (looked at 0)');
});

it('is red when it was asked for a law that does not exist', () => {
  expect(check('manners')).toEqual({ status: 1, stdout: '0 laws, 0 problems.\n' });
});

it('looks at new files before they are committed, and not at ignored ones', async () => {
  await put('.gitignore', 'data/\n');
  await put('data/old_names.ts', '');
  await put('kernel/server/old_names.ts', '');
  const { status, stdout } = check('names');
  expect(status).toBe(1);
  expect(stdout).toContain('looked at 2');
  expect(stdout).toContain('    kernel/server/old_names.ts  Write file names in kebab-case.');
});

it('is green, and says on how many files, when the law holds', async () => {
  await put('kernel/server/clock.ts', '');
  const { status, stdout } = check('names', 'chance');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^chance: holds \(looked at 1\).*\nnames: holds \(looked at 1\).*\n2 laws, 0 problems\.\n$/);
});

it('runs every law when none is named', async () => {
  await put('kernel/server/clock.ts', '');
  expect(check().stdout).toMatch(/\n1[0-9] laws, /);
});
