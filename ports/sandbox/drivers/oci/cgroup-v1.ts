import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SandboxLimits } from '../../port.ts';
import { CPU_PERIOD_MICROSECONDS, type Hierarchy, type Usage } from './hierarchy.ts';
import { listGroups, readField, readNumber, readProcesses, removeGroup } from './cgroup-files.ts';

const USED = ['cpu', 'cpuacct', 'memory', 'pids', 'freezer'];

/**
 * Version 1: each controller has its own tree. `controllers` maps a controller to where its tree is mounted. `unified` is
 * the tree of version 2 where that is mounted too: runtimes make groups in it that limit nothing.
 */
export async function versionOneHierarchy(
  controllers: ReadonlyMap<string, string>,
  unified?: string,
): Promise<Hierarchy> {
  const directory = (controller: string, path: string) => join(controllers.get(controller) ?? '/nonexistent', path);
  const trees = new Set([...controllers.values(), ...(unified === undefined ? [] : [unified])]);
  const hasSwap = await access(directory('memory', 'memory.memsw.limit_in_bytes')).then(
    () => true,
    () => false,
  );
  return {
    version: 'v1',
    controllers: {
      cpu: controllers.has('cpu'),
      memory: controllers.has('memory'),
      pids: controllers.has('pids'),
      swap: hasSwap,
    },
    usage: (path) => usage(path, directory),
    processes: (path) => readProcesses(directory('memory', path)),
    setFrozen: (path, frozen) => setFrozen(directory('freezer', path), frozen),
    isFrozen: async (path) => (await readState(directory('freezer', path))) !== 'THAWED',
    children: (path) => listGroups(directory('memory', path)),
    async create(path, limits) {
      const own = USED.filter((name) => controllers.has(name)).map((name) => directory(name, path));
      for (const group of new Set(own)) await mkdir(group, { recursive: true });
      await setLimits(path, limits, directory, hasSwap);
      return [...new Set(own)].map((group) => join(group, 'cgroup.procs'));
    },
    async remove(path) {
      for (const tree of trees) await removeGroup(join(tree, path));
    },
  };
}

type DirectoryOf = (controller: string, path: string) => string;

async function usage(path: string, directory: DirectoryOf): Promise<Usage> {
  const memory = directory('memory', path);
  const used = await readNumber(join(memory, 'memory.usage_in_bytes'));
  const cache = await readField(join(memory, 'memory.stat'), 'total_inactive_file');
  return {
    cpuSeconds: (await readNumber(join(directory('cpuacct', path), 'cpuacct.usage'))) / 1e9,
    memoryBytes: Math.max(0, used - cache),
    memoryLimitBytes: await readNumber(join(memory, 'memory.limit_in_bytes')),
    pids: await readNumber(join(directory('pids', path), 'pids.current')),
    outOfMemoryKills: await readField(join(memory, 'memory.oom_control'), 'oom_kill'),
  };
}

async function setLimits(path: string, limits: SandboxLimits, directory: DirectoryOf, hasSwap: boolean): Promise<void> {
  const memory = directory('memory', path);
  await writeFile(join(memory, 'memory.limit_in_bytes'), String(limits.memoryBytes));
  if (hasSwap) await writeFile(join(memory, 'memory.memsw.limit_in_bytes'), String(limits.memoryBytes));
  await writeFile(join(directory('pids', path), 'pids.max'), String(limits.pids));
  const cpu = directory('cpu', path);
  await writeFile(join(cpu, 'cpu.cfs_period_us'), String(CPU_PERIOD_MICROSECONDS));
  await writeFile(join(cpu, 'cpu.cfs_quota_us'), String(Math.round(limits.cpus * CPU_PERIOD_MICROSECONDS)));
}

async function readState(directory: string): Promise<string> {
  return (await readFile(join(directory, 'freezer.state'), 'utf8').catch(() => 'THAWED')).trim();
}

/**
 * FREEZING becomes FROZEN only when the state is written again after the last process stopped. A process that the cpu
 * limit holds at that moment may keep it in FREEZING for good (seen on 6.18); a moment of THAWED lets it go on to where
 * it stops.
 */
async function setFrozen(directory: string, frozen: boolean): Promise<void> {
  const wanted = frozen ? 'FROZEN' : 'THAWED';
  const file = join(directory, 'freezer.state');
  for (let attempt = 1; attempt <= FREEZE_ATTEMPTS; attempt += 1) {
    await writeFile(file, wanted);
    if ((await readState(directory)) === wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (frozen && attempt % ATTEMPTS_BEFORE_THAW === 0) await writeFile(file, 'THAWED');
  }
  throw new Error(`The control group ${directory} did not become ${wanted}.`);
}

const FREEZE_ATTEMPTS = 1000;
const ATTEMPTS_BEFORE_THAW = 25;
