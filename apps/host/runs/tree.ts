import { hasMarker, processIds } from '../ports/processes.ts';

/** How long a program may take to end by itself after SIGTERM. */
const grace = 3000;
const glance = 25;

/**
 * All processes that carry the marker in their environment. Unlike a process group this also finds programs that
 * daemonised themselves, since an environment is inherited through every fork, setsid and exec.
 */
export const markedProcesses = (marker: string): number[] =>
  processIds().filter((pid) => pid !== process.pid && hasMarker(pid, marker));

/** SIGTERM to the whole tree, SIGKILL to what is left after three seconds. Resolves when no process is left. */
export async function endTree(marker: string): Promise<void> {
  signalAll(marker, 'SIGTERM');
  const deadline = Date.now() + grace;
  while (markedProcesses(marker).length > 0) {
    if (Date.now() > deadline) signalAll(marker, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, glance));
  }
}

export function signalAll(marker: string, signal: NodeJS.Signals): void {
  for (const pid of markedProcesses(marker)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in the meantime.
    }
  }
}
