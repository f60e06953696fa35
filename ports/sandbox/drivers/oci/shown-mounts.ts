import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cleanup } from './cleanup.ts';
import type { Layout } from './layout.ts';
import { runCommand, tryCommand } from './machine-command.ts';

export interface ReadOnlyMount {
  readonly source: string;
  readonly destination: string;
}

/**
 * The same mounts with sources that the user ids of a sandbox can walk to. gVisor opens sources from inside the user
 * namespace, where a platform that lives below a private directory such as /root is out of reach; runc and crun open
 * them before they enter it. The dot keeps the names apart from those of volumes.
 */
export async function showMounts(
  layout: Layout,
  sandboxId: string,
  mounts: readonly ReadOnlyMount[],
  cleanup: Cleanup,
): Promise<ReadOnlyMount[]> {
  const shown: ReadOnlyMount[] = [];
  for (const [index, { source, destination }] of mounts.entries()) {
    const place = join(layout.mounts, `${sandboxId}.${index}`);
    cleanup.add(() => hide(place));
    if ((await stat(source)).isDirectory()) await mkdir(place, { recursive: true });
    else await writeFile(place, '');
    await runCommand('mount', ['--bind', '-o', 'ro', source, place]);
    shown.push({ source: place, destination });
  }
  return shown;
}

/** Lazily, because a gofer that is just being killed may still hold it. What was mounted keeps its files: only an empty place is removed. */
async function hide(place: string): Promise<void> {
  await tryCommand('umount', ['--lazy', place]);
  await rm(place, { force: true, recursive: false }).catch(() => tryCommand('rmdir', [place]));
}
