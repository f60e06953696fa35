import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostCommand } from '@e-code/host/contract';

/**
 * Start of the project host: from spawn to the first answered /health, beside a bare `node -e 0` of the same run, and its
 * resident memory when idle. Build it first: node apps/host/build.ts
 */
const rounds = Number(process.argv[2] ?? 15);
const built = fileURLToPath(new URL('../../apps/host/dist', import.meta.url));
const headers = { 'x-ecode-actor': '{"id":"bench","name":"bench","capabilities":["read"]}' };

const milliseconds = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1e6;
const median = (values: number[]): number => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
const ended = (child: ChildProcess): Promise<unknown> => new Promise((resolve) => child.once('close', resolve));

async function timeBareNode(): Promise<number> {
  const begin = process.hrtime.bigint();
  await ended(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }));
  return milliseconds(begin);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    request({ socketPath, path: '/health', headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    })
      .once('error', () => resolve(false))
      .end();
  });
}

async function timeHost(folder: string, round: number): Promise<{ start: number; resident: number }> {
  const listen = join(folder, `socket-${round}`);
  const environment = {
    PATH: process.env['PATH'],
    ECODE_ROOT: folder,
    ECODE_STATE: join(folder, 'state'),
    ECODE_LISTEN: `unix:${listen}`,
  };
  const [program = '', ...words] = hostCommand(process.execPath, built);
  const begin = process.hrtime.bigint();
  const child = spawn(program, words, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  // Asking again takes 0.3 ms; the wait between keeps a machine of two cores free for the one that starts.
  while (!(await answers(listen))) await new Promise((resolve) => setTimeout(resolve, 2));
  const start = milliseconds(begin);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1]) / 1024;
  child.kill('SIGTERM');
  await ended(child);
  return { start, resident };
}

const folder = await mkdtemp(join(tmpdir(), 'host-start-'));
try {
  await timeHost(folder, -1);
  const bare: number[] = [];
  const hosts: { start: number; resident: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await timeBareNode());
    hosts.push(await timeHost(folder, round));
  }
  const start = median(hosts.map((host) => host.start));
  const node = median(bare);
  const resident = median(hosts.map((host) => host.resident));
  console.log(`node -e 0            ${node.toFixed(1)} ms (median of ${rounds})`);
  console.log(`host to /health      ${start.toFixed(1)} ms, ${(start / node).toFixed(2)}x (limit 2x and 150 ms)`);
  console.log(`host resident, idle  ${resident.toFixed(1)} MiB (aim 60)`);
  process.exitCode = start <= 150 && start / node <= 2 && resident <= 60 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
