import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { report } from './figures.ts';
import type { Figure } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product } from './product.ts';

/**
 * The list of 50 projects of a signed-in person: how many a second the whole server answers, and how long the slowest
 * hundredth takes at a usual load. The load comes from a process of its own on the same machine, so the server has about
 * one and a half of two cores. `--profile` writes a profile of the server into the current directory.
 */
const PROJECTS = 50;
const SECONDS = 6;
const path = '/api/projects?limit=50';

interface Load {
  requests: { average: number; total: number };
  latency: { p50: number; p99: number; max: number };
  non2xx: number;
  errors: number;
}

const program = fileURLToPath(new URL('../../node_modules/.bin/autocannon', import.meta.url));

/** Asks for the list again and again. @param rate requests a second in all; without it as many as are answered */
async function load(product: Product, options: { connections: number; seconds: number; rate?: number }): Promise<Load> {
  const words = ['--json', '--no-progress', '-c', options.connections, '-d', options.seconds].map(String);
  if (options.rate !== undefined) words.push('-R', String(options.rate));
  words.push('-H', `cookie=${product.headers['cookie']}`, `${product.origin}${path}`);
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += String(data)));
  await once(child, 'close');
  const result = JSON.parse(printed) as Load;
  if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx + result.errors} requests failed.`);
  return result;
}

/** Milliseconds of processor time that the server's process has used. Other work on the machine does not change it. */
async function processorTime(product: Product): Promise<number> {
  const fields = (await readFile(`/proc/${product.processId}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

await withProduct(
  async (product) => {
    for (let count = 0; count < PROJECTS; count += 1) {
      await product.call('POST', '/projects', { name: `Project ${count}`, template: 'blank' });
    }
    const answer = await product.call<{ projects: unknown[] }>('GET', '/projects?limit=50');
    if (answer.projects.length !== PROJECTS) throw new Error(`The list holds ${answer.projects.length} projects.`);
    await load(product, { connections: 8, seconds: 3 });
    const figures: Figure[] = [];
    for (const connections of [8, 16]) {
      const before = await processorTime(product);
      const { requests, latency } = await load(product, { connections, seconds: SECONDS });
      const each = ((await processorTime(product)) - before) / requests.total;
      figures.push({
        name: `${connections} connections`,
        value: requests.average,
        unit: 'requests/s',
        goal: { atLeast: 2500 },
        note: `p50 ${latency.p50} ms, p99 ${latency.p99} ms, ${each.toFixed(3)} ms of processor each`,
      });
    }
    const { latency } = await load(product, { connections: 10, seconds: SECONDS, rate: 200 });
    const note = `p50 ${latency.p50} ms, longest ${latency.max} ms`;
    figures.push({ name: 'p99 at 200 requests/s', value: latency.p99, unit: 'ms', goal: { atMost: 50 }, note });
    report('List of 50 projects, signed in', figures);
  },
  process.argv.includes('--profile') ? ['--cpu-prof'] : [],
);
