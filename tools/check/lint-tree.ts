import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

const reportSchema = z.object({
  diagnostics: z.array(z.object({ message: z.string(), code: z.string().optional(), filename: z.string() })),
  number_of_files: z.number(),
});

export type LintReport = { files: number; found: { file: string; rule: string; message: string }[] };

/** The packages whose doors a fixture tree needs: name to folder and exports. */
const doors: Record<string, { folder: string; exports: Record<string, string> }> = {
  kernel: {
    folder: 'kernel',
    exports: { './contract': './contract/index.ts', './server': './server/index.ts', './web': './web/index.ts' },
  },
  projects: { folder: 'features/projects', exports: featureDoors() },
  accounts: { folder: 'features/accounts', exports: featureDoors() },
  'port-mail': { folder: 'ports/mail', exports: { '.': './port.ts', './drivers': './drivers/index.ts' } },
  host: {
    folder: 'apps/host',
    exports: { './contract': './contract/index.ts', './text': './documents/text/index.ts' },
  },
};

function featureDoors(): Record<string, string> {
  return { './contract': './contract/index.ts', './server': './server/feature.ts', './web': './web/feature.tsx' };
}

/**
 * Writes a small tree that has the repository's shape, its lint file and its packages, for tests of the lint itself.
 * Every door of `doors` exists in it; `files` adds to that.
 *
 * @param files path in the tree to source text
 * @returns the folder; whoever asks removes it
 */
export async function layTree(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'e-code-lint-'));
  await mkdir(join(folder, 'node_modules/@e-code'), { recursive: true });
  for (const name of await configurations()) await copyFile(join(root, name), join(folder, name));
  for (const name of ['eslint-plugin-boundaries', 'oxlint', 'oxlint-tsgolint', '@types', 'vite', 'zod']) {
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await symlink(join(root, 'tools/check'), join(folder, 'node_modules/@e-code/check'));
  for (const [name, door] of Object.entries(doors)) await layPackage(folder, name, door);
  for (const [path, text] of Object.entries(files)) await lay(folder, path, text);
  return folder;
}

/** The lint file and the compiler worlds: without a tsconfig.json oxlint guesses, and misses promises of `node:fs`. */
async function configurations(): Promise<string[]> {
  const names = await readdir(root);
  return names.filter((name) => name === '.oxlintrc.json' || /^tsconfig.*\.json$/.test(name));
}

async function layPackage(tree: string, name: string, door: { folder: string; exports: Record<string, string> }) {
  const manifest = { name: `@e-code/${name}`, type: 'module', exports: door.exports };
  await lay(tree, join(door.folder, 'package.json'), JSON.stringify(manifest));
  for (const path of Object.values(door.exports)) await lay(tree, join(door.folder, path), 'export const door = 1;\n');
  await symlink(join(tree, door.folder), join(tree, 'node_modules/@e-code', name));
}

async function lay(tree: string, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, path)), { recursive: true });
  await writeFile(join(tree, path), text);
}

/** Runs the repository's oxlint over a tree and answers what it found and how many files it looked at. */
export async function lintTree(tree: string): Promise<LintReport> {
  const { stdout } = await run(
    process.execPath,
    [join(root, 'node_modules/oxlint/bin/oxlint'), '--format', 'json', '.'],
    {
      cwd: tree,
      maxBuffer: 64 << 20,
    },
  ).catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  const report = reportSchema.parse(JSON.parse(stdout));
  return {
    files: report.number_of_files,
    found: report.diagnostics.map(({ filename, code = '', message }) => ({ file: filename, rule: code, message })),
  };
}

/** Removes a tree that `layTree` made. */
export async function removeTree(tree: string): Promise<void> {
  await rm(tree, { recursive: true });
}
