import { report } from './figures.ts';
import type { Figure } from './figures.ts';
import { withProduct } from './product.ts';

/** A project with a thousand threads in fifty files: how long its lists take. */
const THREADS = 1000;
const FILES = 50;
const ROUNDS = 20;

function quotation(index: number): object {
  return {
    path: `file-${index % FILES}.ts`,
    document: `00000000-0000-4000-8000-${String(index % FILES).padStart(12, '0')}`,
    epoch: 1,
    start: [1, index, 0],
    end: [1, index + 9, -1],
    quote: `const value${index} = compute(${index});`,
    before: ['', 'function compute(value: number) {', '  return value * 2;'],
    after: ['}', '', 'export default compute;'],
    lines: [index + 1, index + 1],
    commit: null,
    hash: null,
  };
}

/** The middle of some repetitions, in milliseconds. */
async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

await withProduct(async (product) => {
  const { id } = await product.call<{ id: string }>('POST', '/projects', { name: 'Talk', template: 'blank' });
  const threads = `/projects/${id}/threads`;
  for (let index = 0; index < THREADS; index += 1) {
    const body = `Question ${index}: is this **right**?`;
    const thread = await product.call<{ id: string }>('POST', threads, { quotation: quotation(index), body });
    if (index % 2 === 0) await product.call('POST', `${threads}/${thread.id}/comments`, { body: 'It is.' });
  }
  const { open } = await product.call<{ open: number }>('GET', threads);
  if (open !== THREADS) throw new Error(`The project has ${open} threads.`);
  const one = '00000000-0000-4000-8000-000000000007';
  const asked: [name: string, path: string, limit: number][] = [
    ['a page of 200 threads', `${threads}?limit=200`, 100],
    ['the threads of one file', `${threads}?state=all&limit=500&document=${one}`, 50],
    ['what concerns the person', `${threads}?about=me&limit=200`, 150],
  ];
  const figures: Figure[] = [];
  for (const [name, path, atMost] of asked) {
    const value = await median(() => product.call('GET', path));
    figures.push({ name, value, unit: 'ms', goal: { atMost } });
  }
  report('1,000 threads in a project', figures);
});
