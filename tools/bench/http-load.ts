import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { until } from './figures.ts';
import { processorTime } from './processor-time.ts';

/** An address that answers, and the processes that work for each answer. */
export interface Target {
  port: number;
  /** `/` when absent. */
  path?: string;
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

interface Answered {
  rate: number;
  total: number;
  failed: number;
}

interface Load {
  connections: number;
  seconds: number;
}

/** A program that sends as many requests as are answered. */
export type Generator = (target: Target, load: Load) => Promise<Answered>;

const autocannon = fileURLToPath(new URL('../../node_modules/.bin/autocannon', import.meta.url));

/** Sends as many requests as are answered, from a process of its own. */
export async function throughput(
  target: Target,
  load: Load,
  generator: Generator = runAutocannon,
): Promise<Throughput> {
  const names = Object.keys(target.processes);
  const used = (): Promise<number[]> => Promise.all(names.map((name) => processorTime(target.processes[name] ?? [])));
  const before = await used();
  const { rate, total, failed } = await generator(target, load);
  const after = await used();
  if (failed > 0) throw new Error(`${failed} requests failed.`);
  const costs = names.map((name, at) => [name, ((after[at] ?? 0) - (before[at] ?? 0)) / total] as const);
  return { rate, cost: Object.fromEntries(costs) };
}

async function runAutocannon({ port, headers, path = '/' }: Target, { connections, seconds }: Load): Promise<Answered> {
  const words = ['--json', '--no-progress', '-c', String(connections), '-d', String(seconds)];
  for (const [name, value] of Object.entries(headers)) words.push('-H', `${name}=${value}`);
  const printed = await outputOf(process.execPath, [autocannon, ...words, `http://127.0.0.1:${port}${path}`]);
  const { requests, non2xx, errors } = JSON.parse(printed) as AutocannonAnswer;
  return { rate: requests.average, total: requests.total, failed: non2xx + errors };
}

interface AutocannonAnswer {
  requests: { average: number; total: number };
  non2xx: number;
  errors: number;
}

/** Debian's `wrk`: takes a fifth of autocannon's processor time for each request, so that more of it is the target's. */
export async function runWrk({ port, headers, path = '/' }: Target, { connections, seconds }: Load): Promise<Answered> {
  const words = ['-t', '1', '-c', String(connections), '-d', String(seconds)];
  // It adds a second Host to one that is written otherwise.
  for (const [name, value] of Object.entries(headers)) words.push('-H', `${name === 'host' ? 'Host' : name}: ${value}`);
  const printed = await outputOf('wrk', [...words, `http://127.0.0.1:${port}${path}`]);
  const read = (pattern: RegExp): number => Number(pattern.exec(printed)?.[1] ?? 0);
  const broken = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(printed)?.slice(1) ?? [];
  return {
    rate: read(/Requests\/sec:\s+([\d.]+)/),
    total: read(/(\d+) requests in/),
    failed: broken.reduce((sum, each) => sum + Number(each), read(/Non-2xx or 3xx responses: (\d+)/)),
  };
}

async function outputOf(file: string, words: string[]): Promise<string> {
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  child.stdout.on('data', (data: Buffer) => (printed += String(data)));
  await once(child, 'close');
  return printed;
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

type Address = Pick<Target, 'port' | 'path' | 'headers'>;

function ask({ port, path = '/', headers }: Address, agent?: Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, ...(agent === undefined ? {} : { agent }) }, (answer) => {
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
