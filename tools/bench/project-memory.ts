import { readdir, readFile } from 'node:fs/promises';

/** What a process holds, in MiB. Pages that several share count in `proportional` by their share. */
export interface Held {
  name: string;
  resident: number;
  proportional: number;
  own: number;
}

/** The processes whose group names this project. */
export async function processesOf(projectId: string): Promise<string[]> {
  const group = projectId.replace('_', '-');
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const groups = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cgroup`, 'utf8').catch(() => '')));
  return ids.filter((_, index) => groups[index]?.includes(group));
}

export async function heldBy(processId: string): Promise<Held> {
  const [summary, name] = await Promise.all([
    readFile(`/proc/${processId}/smaps_rollup`, 'utf8'),
    readFile(`/proc/${processId}/comm`, 'utf8'),
  ]);
  const read = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(summary)?.[1]) / 1024;
  const own = read('Private_Clean') + read('Private_Dirty');
  return { name: name.trim(), resident: read('Rss'), proportional: read('Pss'), own };
}

export const sum = (processes: Held[], field: 'resident' | 'proportional' | 'own'): number =>
  processes.reduce((total, held) => total + held[field], 0);
