import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createOciSandboxPort } from '@e-code/port-sandbox/drivers';

/** What is killed. Each is found as an operator would find it: by control group, command line and pid file. */
export const victims = ['server', 'host', 'sandbox', 'database'] as const;
export type Victim = (typeof victims)[number];

/** Processes in the sandboxes of the installation with this data directory. */
async function processesInSandboxes(dataDirectory: string): Promise<{ pid: number; command: string }[]> {
  const instance = createHash('sha256').update(join(dataDirectory, 'sandboxes')).digest('hex').slice(0, 5);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [groups, command] = await Promise.all(
        ['cgroup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return groups?.includes(`e-code/${instance}/`) === true ? [{ pid: Number(pid), command: command ?? '' }] : [];
    }),
  );
  return found.flat();
}

/** The process ids of a victim, the server apart, which the test started itself. */
export async function pidsOf(victim: Exclude<Victim, 'server'>, dataDirectory: string): Promise<number[]> {
  if (victim === 'database') {
    const file = await readFile(`${dataDirectory}/postgres/cluster/postmaster.pid`, 'utf8').catch(() => '');
    const pid = Number(file.split('\n', 1)[0]);
    return pid > 0 ? [pid] : [];
  }
  const inside = await processesInSandboxes(dataDirectory);
  const chosen = victim === 'sandbox' ? inside : inside.filter(({ command }) => /^\S*node\0.*host\.cjs/.test(command));
  return chosen.map(({ pid }) => pid);
}

/** kill -9. @returns how many processes there were */
export async function killVictim(victim: Exclude<Victim, 'server'>, dataDirectory: string): Promise<number> {
  const pids = await pidsOf(victim, dataDirectory);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile, as the rest of a sandbox does when its first process is killed.
    }
  }
  return pids.length;
}

/** Command lines of processes that were started for this data directory. */
export async function processesOf(dataDirectory: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return commands.filter((command) => command.includes(dataDirectory));
}

/** What a killed server left, when no other server was started after it. */
export async function removeSandboxes(dataDirectory: string): Promise<void> {
  const port = createOciSandboxPort({ dataDirectory: join(dataDirectory, 'sandboxes') });
  await port.recover();
  await port.close();
}
