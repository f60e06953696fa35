import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { SandboxError } from '../../port.ts';

/** A process is known by its id and its start time, because ids are used again. */
const ownerRecord = z.object({ pid: z.int(), startedAt: z.string() });

/** Records this process as the user of the state directory. Rejects with `sandbox_driver_in_use` while another one is. */
export async function claimOwnership(file: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const owner = text === undefined ? undefined : ownerRecord.safeParse(JSON.parse(text)).data;
  if (owner !== undefined && owner.pid !== process.pid && (await startTime(owner.pid)) === owner.startedAt) {
    const message = `Another process (${owner.pid}) runs the sandboxes of this data directory. Stop it, or use another data directory.`;
    throw new SandboxError('sandbox_driver_in_use', message);
  }
  const record = { pid: process.pid, startedAt: (await startTime(process.pid)) ?? '' };
  await writeFile(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Field 22 of proc_pid_stat(5); the second field may hold spaces and ends with the last parenthesis. */
async function startTime(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}
