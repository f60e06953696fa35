import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { until } from './figures.ts';
import { processorTime } from './processor-time.ts';

/** An address that answers, and the processes that work for each answer. */
export interface Target {
  port: number;
  headers: Record<string, string>;
  /** Process ids by what they are. */
  processes: Record<string, number[]>;
}

export interface Throughput {
  /** Requests that were answered in each second. */
  rate: number;
  /** Microseconds of processor time for each request, by process. */
  cost: Record<string, number>;
}

interface Load {
  requests: { average: number; total: number };
  non2xx: number;
  errors: number;
}

const autocannon = fileURLToPath(new URL('../../node_modules/.bin/autocannon', import.meta.url));

/** Sends as many requests as are answered, from a process of its own. */
export async function throughput(target: Target, load: { connections: number; seconds: number }): Promise<Throughput> {
  const names = Object.keys(target.processes);
  const used = (): Promise<number[]> => Promise.all(names.map((name) => processorTime(target.processes[name] ?? [])));
  const before = await used();
  const { requests, non2xx, errors } = await runAutocannon(target, load);
  const after = await used();
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed.`);
  const costs = names.map((name, at) => [name, ((after[at] ?? 0) - (before[at] ?? 0)) / requests.total] as const);
  return { rate: requests.average, cost: Object.fromEntries(costs) };
}

async function runAutocannon(
  { port, headers }: Target,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const words = ['--json', '--no-progress', '-c', String(connections), '-d', String(seconds)];
  for (const [name, value] of Object.entries(headers)) words.push('-H', `${name}=${value}`);
  const child = spawn(process.execPath, [autocannon, ...words, `http://127.0.0.1:${port}/`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += String(data)));
  await once(child, 'close');
  return JSON.parse(printed) as Load;
}

/** Milliseconds of each of a row of requests on one kept connection; autocannon rounds to whole milliseconds. */
export async function latencies(target: Target, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const taken: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const begin = performance.now();
    if ((await ask(target, agent)) !== 200) throw new Error('A request failed.');
    taken.push(performance.now() - begin);
  }
  agent.destroy();
  return taken;
}

type Address = Pick<Target, 'port' | 'headers'>;

function ask({ port, headers }: Address, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers, ...(agent === undefined ? {} : { agent }) }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    })
      .once('error', reject)
      .end();
  });
}

/** A target must answer before anything is measured. */
export async function untilAnswered(target: Address, what: string): Promise<void> {
  const question = async (): Promise<true | undefined> =>
    (await ask(target).catch(() => undefined)) === 200 ? true : undefined;
  await until(question, { seconds: 60, everyMs: 50, what });
}
