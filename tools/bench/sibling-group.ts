import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Puts processes of the machine into a control group beside that of a sandbox, with the weight that it has: on a machine
 * with other work the scheduler gives all sandboxes together as much as one other process, and the same program outside
 * of a sandbox would be compared by that. A quiet machine shows no difference.
 * @returns how to remove the group, once the processes ended
 */
export async function joinBeside(sandboxProcess: number, processIds: number[]): Promise<() => Promise<void>> {
  const group = await processorGroup(sandboxProcess);
  const sibling = join(dirname(group), `bench-${processIds[0]}`);
  await mkdir(sibling);
  for (const id of processIds) await writeFile(join(sibling, 'cgroup.procs'), String(id));
  return () => rmdir(sibling);
}

/** The directory of the group that shares out processor time, of version 1 or 2. */
async function processorGroup(processId: number): Promise<string> {
  const lines = (await readFile(`/proc/${processId}/cgroup`, 'utf8')).trim().split('\n');
  const fields = lines.map((line) => line.split(':'));
  const first = fields.find(([, names = '']) => names.split(',').includes('cpu'));
  if (first !== undefined) return join('/sys/fs/cgroup', first[1] ?? '', first[2] ?? '');
  return join('/sys/fs/cgroup', fields.find(([id]) => id === '0')?.[2] ?? '');
}
