import { readFile } from 'node:fs/promises';
import type { SandboxLimits } from '../../port.ts';
import { versionOneHierarchy } from './cgroup-v1.ts';
import { versionTwoHierarchy } from './cgroup-v2.ts';

/** The control groups of the machine. Paths are relative to the root of the hierarchy, such as `e-code/1f0aa/box`. */
export interface Hierarchy {
  readonly version: 'v1' | 'v2';
  /** Which limits this machine can enforce. */
  readonly controllers: { readonly cpu: boolean; readonly memory: boolean; readonly pids: boolean; readonly swap: boolean };
  usage(path: string): Promise<Usage>;
  processes(path: string): Promise<number[]>;
  setFrozen(path: string, frozen: boolean): Promise<void>;
  isFrozen(path: string): Promise<boolean>;
  /** Makes a group with limits; returns the files that a process writes its id to in order to join. */
  create(path: string, limits: SandboxLimits): Promise<string[]>;
  /** Groups directly below `path`. */
  children(path: string): Promise<string[]>;
  /** Removes the group and the empty groups below it. Absent is not an error. */
  remove(path: string): Promise<void>;
}

export interface Usage {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly pids: number;
  readonly outOfMemoryKills: number;
}

export const CPU_PERIOD_MICROSECONDS = 100_000;

/** Finds where control groups are mounted. A machine with both versions counts as v1 when memory is a v1 controller. */
export async function findHierarchy(): Promise<Hierarchy | undefined> {
  const mounts = parseMounts(await readFile('/proc/self/mountinfo', 'utf8'));
  const controllers = new Map<string, string>();
  for (const mount of mounts) {
    if (mount.type !== 'cgroup') continue;
    for (const option of mount.options) if (!controllers.has(option)) controllers.set(option, mount.directory);
  }
  if (controllers.has('memory')) return versionOneHierarchy(controllers);
  const unified = mounts.find((mount) => mount.type === 'cgroup2');
  return unified === undefined ? undefined : versionTwoHierarchy(unified.directory);
}

export interface Mount {
  readonly directory: string;
  readonly type: string;
  readonly source: string;
  readonly options: string[];
}

/** Reads the format of `/proc/self/mountinfo`, see proc_pid_mountinfo(5). Options are those of the super block. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const directory = before?.split(' ')[4];
    const [type, source, options] = after?.split(' ') ?? [];
    if (directory === undefined || type === undefined || source === undefined) return [];
    return [{ directory: unescape(directory), type, source: unescape(source), options: options?.split(',') ?? [] }];
  });
}

/** Spaces and the like are written as three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
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
