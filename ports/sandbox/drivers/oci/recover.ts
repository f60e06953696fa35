import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recovered } from '../../port.ts';
import { killAll } from './cgroup.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { Layout } from './layout.ts';
import { tryCommand } from './machine-command.ts';
import { parseMounts } from './mount-table.ts';
import type { Networks } from './network.ts';
import { runtimeNames } from './options.ts';
import { runtimeOf } from './runtime.ts';

/**
 * Removes what an earlier process of this installation left, in the order in which things hold each other: processes,
 * containers, control groups, networks, mounts, files. Everything is found on the machine itself, nothing is remembered.
 */
export async function recoverMachine(layout: Layout, hierarchy: Hierarchy, networks: Networks): Promise<Recovered> {
  const parent = `e-code/${layout.instance}`;
  const groups = await hierarchy.children(parent);
  let processes = 0;
  for (const name of groups) processes += await killAll(hierarchy, join(parent, name));
  await removeContainers(layout);
  await hierarchy.remove(parent);
  const released = await networks.releaseAll();
  const mounts = await unmountAll(layout.mounts);
  const bundles = await emptyDirectory(layout.bundles);
  await emptyDirectory(layout.sockets);
  return { sandboxes: Math.max(groups.length, bundles), processes, mounts, networks: released };
}

/** Runtimes keep their records in different forms; each is asked to delete every sandbox, then the rest is removed. */
async function removeContainers(layout: Layout): Promise<void> {
  const ids = await readdir(layout.bundles);
  for (const name of runtimeNames) {
    const root = join(layout.runtime, name);
    if ((await readdir(root).catch(() => [])).length === 0) continue;
    const runtime = runtimeOf(name, layout);
    for (const { file, args } of ids.map((id) => runtime.remove(id)))
      await tryCommand(file, args).catch(() => undefined);
    await rm(root, { recursive: true, force: true });
  }
}

/** A fork that was interrupted leaves its source frozen, and a frozen file system cannot be unmounted. */
async function unmountAll(directory: string): Promise<number> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const ours = mounts.map((mount) => mount.directory).filter((path) => path.startsWith(`${directory}/`));
  for (const mountpoint of ours.toReversed()) {
    await tryCommand('fsfreeze', ['--unfreeze', mountpoint]);
    const output = await tryCommand('umount', [mountpoint]);
    if (output.code !== 0) await tryCommand('umount', ['--lazy', mountpoint]);
  }
  // Only empty directories go: were an unmount to fail, nothing of a user would be deleted.
  for (const name of await readdir(directory)) await rmdir(join(directory, name)).catch(() => undefined);
  return ours.length;
}

async function emptyDirectory(directory: string): Promise<number> {
  const names = await readdir(directory);
  for (const name of names) await rm(join(directory, name), { recursive: true, force: true });
  return names.length;
}
