import { median, report } from './figures.ts';
import { withProduct } from './product.ts';
import { type Held, heldBy, processesOf, sum } from './project-memory.ts';
import type { Product, Project } from './product.ts';

/**
 * Memory of running projects that nobody uses: what the group of their sandbox holds by the kernel's account, and what
 * their processes hold. Pages that several sandboxes share, such as those of Node itself, count in PSS by their share.
 */
const PROJECTS = 5;
const SETTLE_MS = 5_000;
const MEBIBYTE = 1024 * 1024;

async function measure(product: Product, { id }: Project): Promise<{ group: number; processes: Held[] }> {
  const { usage } = await product.call<{ usage: { memoryBytes: number } }>('GET', `/projects/${id}/session`);
  return { group: usage.memoryBytes / MEBIBYTE, processes: await Promise.all((await processesOf(id)).map(heldBy)) };
}

await withProduct(async (product) => {
  const projects: Project[] = [];
  for (let count = 0; count < PROJECTS; count += 1) {
    const project = await product.call<Project>('POST', '/projects', { template: 'node-express' });
    await product.call('POST', `/projects/${project.id}/session`);
    projects.push(project);
  }
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const all = await Promise.all(projects.map((project) => measure(product, project)));
  const names = all[0]?.processes.map(({ name }) => name).join(', ');
  const of = (field: 'resident' | 'proportional' | 'own'): number =>
    median(all.map(({ processes }) => sum(processes, field)));
  const server = await heldBy(String(product.processId));
  report(`Memory of an idle project (median of ${PROJECTS} that run at once)`, [
    { name: 'resident (RSS)', value: of('resident'), unit: 'MiB', goal: { atMost: 60 }, note: names ?? '' },
    { name: 'by share (PSS)', value: of('proportional'), unit: 'MiB' },
    { name: 'its own alone', value: of('own'), unit: 'MiB' },
    {
      name: 'group of the sandbox',
      value: median(all.map(({ group }) => group)),
      unit: 'MiB',
      note: 'with file cache',
    },
    { name: 'server, all of it', value: server.resident, unit: 'MiB' },
  ]);
});
