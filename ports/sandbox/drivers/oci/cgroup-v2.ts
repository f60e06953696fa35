import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CPU_PERIOD_MICROSECONDS, type Hierarchy } from './hierarchy.ts';
import { listGroups, readField, readNumber, readProcesses, removeGroup } from './cgroup-files.ts';

/** Version 2: one tree with all controllers. */
export async function versionTwoHierarchy(root: string): Promise<Hierarchy> {
  const offered = await controllersOf(root);
  const has = (name: string) => offered.includes(name);
  return {
    version: 'v2',
    controllers: { cpu: has('cpu'), memory: has('memory'), pids: has('pids'), swap: has('memory') },
    usage: (path) => usage(join(root, path)),
    processes: (path) => readProcesses(join(root, path)),
    setFrozen: (path, frozen) => setFrozen(join(root, path), frozen),
    isFrozen: async (path) => (await readNumber(join(root, path, 'cgroup.freeze'))) === 1,
    children: (path) => listGroups(join(root, path)),
    remove: (path) => removeGroup(join(root, path)),
    async create(path, limits) {
      const group = join(root, path);
      await makeWithControllers(root, path, offered);
      await writeFile(join(group, 'memory.max'), String(limits.memoryBytes));
      await writeFile(join(group, 'memory.swap.max'), '0').catch(() => undefined);
      await writeFile(join(group, 'pids.max'), String(limits.pids));
      const quota = Math.round(limits.cpus * CPU_PERIOD_MICROSECONDS);
      await writeFile(join(group, 'cpu.max'), `${quota} ${CPU_PERIOD_MICROSECONDS}`);
      return [join(group, 'cgroup.procs')];
    },
  };
}

async function controllersOf(directory: string): Promise<string[]> {
  return (await readFile(join(directory, 'cgroup.controllers'), 'utf8').catch(() => '')).trim().split(' ');
}

/** A group has a controller only when every group above it hands the controller down. */
async function makeWithControllers(root: string, path: string, offered: readonly string[]): Promise<void> {
  const wanted = ['cpu', 'memory', 'pids'].filter((name) => offered.includes(name)).map((name) => `+${name}`);
  let parent = root;
  for (const name of path.split('/')) {
    await writeFile(join(parent, 'cgroup.subtree_control'), wanted.join(' '));
    parent = join(parent, name);
    await mkdir(parent, { recursive: true });
  }
}

async function usage(group: string) {
  const used = await readNumber(join(group, 'memory.current'));
  const cache = await readField(join(group, 'memory.stat'), 'inactive_file');
  return {
    cpuSeconds: (await readField(join(group, 'cpu.stat'), 'usage_usec')) / 1e6,
    memoryBytes: Math.max(0, used - cache),
    memoryLimitBytes: await readNumber(join(group, 'memory.max')),
    pids: await readNumber(join(group, 'pids.current')),
    outOfMemoryKills: await readField(join(group, 'memory.events'), 'oom_kill'),
  };
}

async function setFrozen(group: string, frozen: boolean): Promise<void> {
  await writeFile(join(group, 'cgroup.freeze'), frozen ? '1' : '0');
  for (let attempt = 0; attempt < FREEZE_ATTEMPTS; attempt += 1) {
    if ((await readField(join(group, 'cgroup.events'), 'frozen')) === (frozen ? 1 : 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`The control group ${group} did not ${frozen ? 'freeze' : 'thaw'}.`);
}

const FREEZE_ATTEMPTS = 1000;
