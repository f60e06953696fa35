import type { ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Starts a runtime by `launch` and waits until it wrote the process id of the command to `name` in `directory`, which
 * runtimes do when the command runs. Answers undefined when the runtime ended before.
 */
export async function launchAndAwaitPid<Child extends EndsOnce>(
  directory: string,
  name: string,
  launch: () => Child,
): Promise<{ child: Child; pid: number | undefined }> {
  const watcher = watch(directory, { persistent: true });
  try {
    const child = launch();
    const pid = await new Promise<number | undefined>((resolve) => {
      const look = () => void readPid(join(directory, name)).then((found) => found !== undefined && resolve(found));
      watcher.on('change', look);
      child.onceEnded(() => void readPid(join(directory, name)).then(resolve));
    });
    return { child, pid };
  } finally {
    watcher.close();
  }
}

export interface EndsOnce {
  onceEnded(listener: () => void): void;
}

/** A child process as {@link EndsOnce}; one that could not be started counts as ended. */
export function endOf(child: ChildProcess): EndsOnce['onceEnded'] {
  return (listener) => {
    child.once('exit', listener);
    child.once('error', listener);
  };
}

async function readPid(file: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  return Number.isNaN(pid) ? undefined : pid;
}
