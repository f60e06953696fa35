import { execFile } from 'node:child_process';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * The processes whose working directory is this one. Every PostgreSQL process works in its cluster, so this finds a
 * server that an earlier platform left behind, and the children of a killed one, without trusting a number in a file
 * that may by now belong to another program.
 */
export async function processesIn(directory: string): Promise<number[]> {
  const wanted = await stat(directory).catch(() => undefined);
  if (wanted === undefined) return [];
  if (process.platform !== 'linux') return postmasterFromFile(directory);
  const entries = await readdir('/proc');
  const found = await Promise.all(
    entries
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        // Other people's processes may not be looked at, and any may end meanwhile.
        const cwd = await stat(`/proc/${name}/cwd`).catch(() => undefined);
        return cwd?.ino === wanted.ino && cwd.dev === wanted.dev ? [Number(name)] : [];
      }),
  );
  return found.flat();
}

async function postmasterFromFile(directory: string): Promise<number[]> {
  const pid = await readPostmasterPid(directory);
  if (pid === undefined) return [];
  const { stdout } = await promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return /postgres/.test(stdout) ? [pid] : [];
}

/** The process number in the lock file of a cluster, whether or not that process lives. */
export async function readPostmasterPid(directory: string): Promise<number | undefined> {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** Sends a signal to each; a process that has ended meanwhile is no failure. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** Waits until nothing works in the directory. Foreign processes have no event to wait for, hence the looking. */
export async function waitUntilNobodyIn(directory: string, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (let pause = 10; ; pause = Math.min(pause * 2, 200)) {
    if ((await processesIn(directory)).length === 0) return true;
    if (performance.now() > end) return false;
    await wait(pause);
  }
}

/**
 * When a process started, in ticks since boot, as text; with the number it names a process for good.
 * Undefined when there is no such process.
 */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({
      stdout: '',
    }));
    return stdout.trim() || undefined;
  }
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything; the fields are counted from its end (proc(5): starttime is field 22).
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
