import { readdir, readFile } from 'node:fs/promises';

/**
 * Microseconds of processor time that the processes have used, all threads together, by the clock of the scheduler
 * (`/proc/<pid>/task/<tid>/schedstat`). Unlike requests a second it hardly depends on what else the machine does.
 */
export async function processorTime(processIds: number[]): Promise<number> {
  const tasks = await Promise.all(
    processIds.map(async (id) => (await readdir(`/proc/${id}/task`)).map((task) => [id, task])),
  );
  const times = tasks.flat().map(async ([id, task]) => {
    // A thread may end meanwhile.
    const words = await readFile(`/proc/${id}/task/${task}/schedstat`, 'utf8').catch(() => '0');
    return Number.parseInt(words, 10) / 1000;
  });
  return (await Promise.all(times)).reduce((sum, time) => sum + time, 0);
}

/** Processes in the control group of a sandbox by a word of their command line. The sandbox bears the name of its volume. */
export async function findInSandbox(sandbox: string, word: string): Promise<number[]> {
  const found: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^[0-9]+$/.test(entry)) continue;
    const [group, command] = await Promise.all(
      ['cgroup', 'cmdline'].map((file) => readFile(`/proc/${entry}/${file}`, 'utf8').catch(() => '')),
    );
    if (group?.includes(sandbox) === true && command?.split('\0').some((each) => each.endsWith(word)) === true)
      found.push(Number(entry));
  }
  return found;
}
