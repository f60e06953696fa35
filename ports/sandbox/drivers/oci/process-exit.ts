import { constants } from 'node:os';
import type { Exit, ProcessExit } from '../../port.ts';

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** Runtimes answer 128 + n when signal n ended the command, as shells do. */
export function readExitCode(code: number | null): ProcessExit {
  const signal = code === null ? undefined : SIGNALS.get(code - 128);
  return signal === undefined ? { code: code ?? 255, signal: null } : { code: null, signal };
}

export interface EndOfSandbox {
  readonly exit: ProcessExit;
  readonly stopRequested: boolean;
  readonly outOfMemoryKills: number;
  readonly memoryBytes: number;
}

/** Says why a sandbox ended. A kill counts as out of memory when the kernel's counter says that it killed for memory. */
export function explainExit({ exit, stopRequested, outOfMemoryKills, memoryBytes }: EndOfSandbox): Exit {
  if (stopRequested) return { ...exit, reason: 'stopped', message: 'It was stopped.' };
  if (exit.signal === 'SIGKILL' && outOfMemoryKills > 0) {
    const limit = `${Math.round(memoryBytes / 1024 / 1024)} MiB`;
    const message = `It ran out of memory: its limit is ${limit}. Use less memory or raise the limit.`;
    return { ...exit, reason: 'out_of_memory', message };
  }
  if (exit.signal !== null)
    return { ...exit, reason: 'signalled', message: `It was ended by the signal ${exit.signal}.` };
  return { ...exit, reason: 'exited', message: `It ended with exit code ${exit.code}.` };
}
