import { languageServerDirectory } from '@e-code/host/contract';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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
 * @param hostDirectory the built host, with the servers that are bundled
 */
export function findLanguageServers(hostDirectory: string): Toolchain[] {
  const typescript = createRequire(require.resolve('typescript/package.json'));
  const native = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  return [
    { name: 'typescript', source: dirname(typescript.resolve(native)) },
    { name: 'python', source: dirname(require.resolve('basedpyright/package.json')) },
    ...['web', 'bash', 'yaml'].map((name) => ({ name, source: join(hostDirectory, 'languages', name) })),
  ].map(({ name, source }) => ({ source, destination: `${languageServerDirectory}/${name}` }));
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
