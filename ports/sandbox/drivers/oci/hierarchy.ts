import type { SandboxLimits } from '../../port.ts';

/** The control groups of the machine. Paths are relative to the root of the hierarchy, such as `e-code/1f0aa/box`. */
export interface Hierarchy {
  readonly version: 'v1' | 'v2';
  /** Which limits this machine can enforce. */
  readonly controllers: {
    readonly cpu: boolean;
    readonly memory: boolean;
    readonly pids: boolean;
    readonly swap: boolean;
  };
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
