import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, report } from './figures.ts';
import type { Figure } from './figures.ts';
import { latencies, runWrk, throughput } from './http-load.ts';
import type { Target, Throughput } from './http-load.ts';
import { joinBeside } from './sibling-group.ts';
import { guestBook, hello, startBareProxy, startNginx, startPreview, startProgram } from './preview-targets.ts';
import type { Bench, Program } from './preview-targets.ts';
import { withProduct } from './product.ts';
import type { Product } from './product.ts';

/**
 * The same program reached in three ways on one machine:
 * - nginx: it runs on the machine itself, behind nginx with kept connections, as one would serve it by hand;
 * - bare: the same process behind a proxy of a few lines of node:http, which shows what one hop through Node takes;
 * - preview: it runs in a project's sandbox and is reached by its preview.
 *
 * Two programs: that of the product's Node template, which is what people preview and what the goal is about, and one that
 * answers "hello world", where nearly all of the time is the way. Short turns alternate, each round in the other order,
 * and each ratio is of one round, because a machine with other work changes its pace. Processor time for each request
 * changes less. The program on the machine has the scheduling weight of a sandbox. The load comes from wrk, on kept connections, with the same settings for all.
 *
 * Needs nginx and wrk. Build the host and the web application first. `--profile` writes a profile of the server into the
 * current directory; `hello` or `template` among the arguments leaves the other program out.
 */
const TURNS = 5;
const LOAD = { connections: 16, seconds: 3 };

interface Turn {
  rate: Throughput;
  p50: number;
}

const ways = ['nginx', 'bare', 'preview'] as const;
type Way = (typeof ways)[number];

async function turn(target: Target): Promise<Turn> {
  return { rate: await throughput(target, LOAD, runWrk), p50: median(await latencies(target, 500)) };
}

function figures(program: Program, turns: Record<Way, Turn>[]): Figure[] {
  const of = (read: (each: Record<Way, Turn>) => number): number => median(turns.map(read));
  const share = (way: Way): number => of((each) => (100 * each.preview.rate.rate) / each[way].rate.rate);
  const rates = ways.map((way) => ({
    name: `${way}, ${LOAD.connections} connections`,
    value: of((each) => each[way].rate.rate),
    unit: 'requests/s',
    note: costs(turns.map((each) => each[way].rate)),
  }));
  return [
    ...rates,
    {
      name: 'share of nginx',
      value: share('nginx'),
      unit: '%',
      ...(program === guestBook ? { goal: { atLeast: 60 } } : {}),
    },
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

async function compare(product: Product, bench: Bench, program: Program): Promise<void> {
  const behind = await startProgram(bench, program);
  const targets: Record<Way, Target> = {
    nginx: await startNginx(bench, behind),
    bare: await startBareProxy(bench, behind),
    preview: await startPreview(product, program),
  };
  const [inside = 0] = targets.preview.processes['program'] ?? [];
  bench.groups.push(await joinBeside(inside, behind.processes['program'] ?? []));
  for (const way of ways) await throughput(targets[way], LOAD, runWrk);
  const turns: Record<Way, Turn>[] = [];
  for (let at = 0; at < TURNS; at += 1) {
    const round: Partial<Record<Way, Turn>> = {};
    for (const way of at % 2 === 0 ? ways : ways.toReversed()) round[way] = await turn(targets[way]);
    turns.push(round as Record<Way, Turn>);
  }
  report(`${program.name}, through its preview, behind nginx and behind a bare proxy`, figures(program, turns));
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.kill()) await once(child, 'exit');
}

const bench: Bench = { directory: await mkdtemp(join(tmpdir(), 'preview-proxy-')), children: [], groups: [] };
const named = [guestBook, hello].filter(({ argument }) => process.argv.includes(argument));
const programs = named.length > 0 ? named : [guestBook, hello];
try {
  await withProduct(
    async (product) => {
      for (const program of programs) await compare(product, bench, program);
    },
    process.argv.includes('--profile') ? ['--cpu-prof'] : [],
  );
} finally {
  await Promise.all(bench.children.map(endChild));
  for (const remove of bench.groups) await remove();
  await rm(bench.directory, { recursive: true, force: true });
}
