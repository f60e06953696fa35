import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { buildLanguageServers } from '../../language-servers/build.ts';

const require = createRequire(import.meta.url);

/** A folder with the language servers of this repository, as a sandbox has them. @param bundled with those that are built */
export async function installServers({ bundled = false } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'language-servers-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const typescript = createRequire(require.resolve('typescript/package.json'));
  const native = typescript.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`);
  await symlink(dirname(native), join(folder, 'typescript'));
  await symlink(dirname(require.resolve('basedpyright/package.json')), join(folder, 'python'));
  if (bundled) await buildLanguageServers(folder);
  return folder;
}
