import { readFile } from 'node:fs/promises';
import { versionOneHierarchy } from './cgroup-v1.ts';
import { versionTwoHierarchy } from './cgroup-v2.ts';
import type { Hierarchy } from './hierarchy.ts';
import { parseMounts } from './mount-table.ts';

/** Finds where control groups are mounted. A machine with both versions counts as v1 when memory is a v1 controller. */
export async function findHierarchy(): Promise<Hierarchy | undefined> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const controllers = new Map<string, string>();
  for (const mount of mounts) {
    if (mount.type !== 'cgroup') continue;
    for (const option of mount.options) if (!controllers.has(option)) controllers.set(option, mount.directory);
  }
  const unified = mounts.find((mount) => mount.type === 'cgroup2');
  if (controllers.has('memory')) return versionOneHierarchy(controllers, unified?.directory);
  return unified === undefined ? undefined : versionTwoHierarchy(unified.directory);
}

/** Sends SIGKILL to all processes of a group until it is empty; a fork bomb loses because each round kills all parents. */
export async function killAll(hierarchy: Hierarchy, path: string): Promise<number> {
  await hierarchy.setFrozen(path, false).catch(() => undefined);
  let killed = 0;
  for (let round = 0; round < KILL_ROUNDS; round += 1) {
    const processes = await hierarchy.processes(path);
    if (processes.length === 0) return killed;
    for (const pid of processes) killed += kill(pid) ? 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, Math.min(round, 20)));
  }
  return killed;
}

const KILL_ROUNDS = 500;

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
