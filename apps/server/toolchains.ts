import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { HostBundle } from '@e-code/sandboxes/server';

type Toolchain = NonNullable<HostBundle['toolchains']>[number];

const run = promisify(execFile);

/** Toolchains that live outside /usr on this machine and are shown to every sandbox, read-only. */
export async function findToolchains(): Promise<Toolchain[]> {
  const rust = await rustDirectory();
  if (rust === undefined || rust.startsWith('/usr/')) return [];
  return [{ source: rust, destination: '/opt/ecode/rust', path: '/opt/ecode/rust/bin' }];
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
