import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, report } from './figures.ts';
import type { Figure } from './figures.ts';
import { latencies, throughput } from './http-load.ts';
import type { Target, Throughput } from './http-load.ts';
import { startBareProxy, startNginx, startPreview, startProgram } from './preview-targets.ts';
import type { Bench } from './preview-targets.ts';
import { withProduct } from './product.ts';

/**
 * The same small Node program, answering "hello world", reached in three ways on one machine:
 * - nginx: the program runs on the machine itself, behind nginx with kept connections, as one would serve it by hand;
 * - bare: the same program behind a proxy of a few lines of node:http, which shows what one hop through Node takes;
 * - preview: it runs in a project's sandbox and is reached by its preview: product, project host, program.
 *
 * Short turns alternate, and each ratio is of two neighbouring turns, because a machine with other work changes its pace.
 * Processor time for each request changes less. The load comes from autocannon, a process of its own on the same machine,
 * which takes processor time as well: for nginx it is the slowest part. Build the host and the web application first.
 * `--profile` writes a profile of the server into the current directory.
 */
const TURNS = 5;
const LOAD = { connections: 16, seconds: 3 };

interface Turn {
  rate: Throughput;
  p50: number;
}

type Way = 'nginx' | 'bare' | 'preview';

async function turn(target: Target): Promise<Turn> {
  return { rate: await throughput(target, LOAD), p50: median(await latencies(target, 500)) };
}

function figures(turns: Record<Way, Turn>[]): Figure[] {
  const of = (read: (each: Record<Way, Turn>) => number): number => median(turns.map(read));
  const share = (way: Way): number => of((each) => (100 * each.preview.rate.rate) / each[way].rate.rate);
  const rates = (['nginx', 'bare', 'preview'] as const).map((way) => ({
    name: `${way}, ${LOAD.connections} connections`,
    value: of((each) => each[way].rate.rate),
    unit: 'requests/s',
    note: costs(turns.map((each) => each[way].rate)),
  }));
  return [
    ...rates,
    { name: 'share of nginx', value: share('nginx'), unit: '%', goal: { atLeast: 60 } },
    { name: 'share of the bare proxy', value: share('bare'), unit: '%' },
    { name: 'nginx p50, one at a time', value: of(({ nginx }) => nginx.p50), unit: 'ms' },
    { name: 'bare p50, one at a time', value: of(({ bare }) => bare.p50), unit: 'ms' },
    { name: 'preview p50, one at a time', value: of(({ preview }) => preview.p50), unit: 'ms' },
    {
      name: 'added to p50',
      value: of(({ preview, nginx }) => preview.p50 - nginx.p50),
      unit: 'ms',
      goal: { atMost: 1 },
    },
  ];
}

/** Such as `9 µs nginx + 12 µs program`: processor time for each request. */
function costs(turns: Throughput[]): string {
  const names = Object.keys(turns[0]?.cost ?? {});
  return names.map((name) => `${Math.round(median(turns.map(({ cost }) => cost[name] ?? 0)))} µs ${name}`).join(' + ');
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.kill()) await once(child, 'exit');
}

const bench: Bench = { directory: await mkdtemp(join(tmpdir(), 'preview-proxy-')), children: [] };
try {
  await withProduct(
    async (product) => {
      const program = await startProgram(bench);
      const nginx = await startNginx(bench, program);
      const bare = await startBareProxy(bench, program);
      const preview = await startPreview(product);
      for (const target of [bare, preview]) await throughput(target, LOAD);
      const turns: Record<Way, Turn>[] = [];
      for (let at = 0; at < TURNS; at += 1)
        turns.push({ nginx: await turn(nginx), preview: await turn(preview), bare: await turn(bare) });
      report('A program through its preview, behind nginx and behind a bare proxy', figures(turns));
    },
    process.argv.includes('--profile') ? ['--cpu-prof'] : [],
  );
} finally {
  await Promise.all(bench.children.map(endChild));
  await rm(bench.directory, { recursive: true, force: true });
}
