import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForNode } from '../node-bundle.ts';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/**
 * Bundles the language servers that are written for Node: one file each, that needs no other package. As packages they and
 * what they need are 56 MB in 60 folders; as bundles 4 MB.
 * @param output gets a folder for each
 */
export async function buildLanguageServers(output: string): Promise<void> {
  const bash = dirname(require.resolve('bash-language-server/package.json'));
  const yaml = dirname(require.resolve('yaml-language-server/package.json'));
  await Promise.all([
    bundle(join(here, 'web/main.ts'), join(output, 'web')),
    bundle(join(yaml, 'out/src/server.js'), join(output, 'yaml/out/src')),
    bundle(join(bash, 'out/cli.js'), join(output, 'bash/out')),
  ]);
  // What the servers read at run time, where the bundled code looks for it.
  const ofBash = createRequire(join(bash, 'package.json'));
  const settings = createRequire(ofBash.resolve('editorconfig')).resolve('@one-ini/wasm');
  await mkdir(join(output, 'yaml/l10n'), { recursive: true });
  await Promise.all([
    copyFile(join(yaml, 'l10n/bundle.l10n.json'), join(output, 'yaml/l10n/bundle.l10n.json')),
    copyFile(join(bash, 'tree-sitter-bash.wasm'), join(output, 'bash/tree-sitter-bash.wasm')),
    copyFile(join(bash, 'out/get-options.sh'), join(output, 'bash/out/get-options.sh')),
    copyFile(ofBash.resolve('web-tree-sitter/web-tree-sitter.wasm'), join(output, 'bash/out/web-tree-sitter.wasm')),
    copyFile(join(dirname(settings), 'one_ini_bg.wasm'), join(output, 'bash/out/one_ini_bg.wasm')),
  ]);
}

const bundle = (input: string, output: string): Promise<void> =>
  bundleForNode({ server: input }, output, {
    // Their CommonJS builds load parts by names that a bundler cannot follow.
    resolve: { mainFields: ['module', 'main'] },
    // The parser of Bash is compiled C, whose loader evaluates what its module brings.
    checks: { eval: false },
  });

if (import.meta.main) await buildLanguageServers(join(here, '../dist/languages'));
