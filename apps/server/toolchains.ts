import { languageServerDirectory } from '@e-code/host/contract';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { HostBundle } from '@e-code/sandboxes/server';

type Toolchain = NonNullable<HostBundle['toolchains']>[number];

const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** Toolchains that live outside /usr on this machine and are shown to every sandbox, read-only. */
export async function findToolchains(): Promise<Toolchain[]> {
  const rust = await rustDirectory();
  if (rust === undefined || rust.startsWith('/usr/')) return [];
  return [{ source: rust, destination: '/opt/ecode/rust', path: '/opt/ecode/rust/bin' }];
}

/**
 * Language servers that come with this installation, shown to every sandbox, read-only: they are there from the first
 * second and without a network, and take space once.
 */
export function findLanguageServers(): Toolchain[] {
  const typescript = createRequire(require.resolve('typescript/package.json'));
  const native = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  return [
    { name: 'typescript', package: typescript.resolve(native) },
    { name: 'python', package: require.resolve('basedpyright/package.json') },
  ].map((server) => ({ source: dirname(server.package), destination: `${languageServerDirectory}/${server.name}` }));
}

/** rustup keeps toolchains in a person's home; the compiler itself knows where. */
async function rustDirectory(): Promise<string | undefined> {
  try {
    const { stdout } = await run('rustc', ['--print', 'sysroot'], { timeout: 10_000 });
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
