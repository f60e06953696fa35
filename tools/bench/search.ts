import { hostDirectory, searchLineSchema } from '@e-code/host/contract';
import { median, report, until } from './figures.ts';
import { withProduct } from './product.ts';
import type { Product, Project } from './product.ts';

/**
 * Search in a project of 10,000 files, as the page asks for it: until the first match arrives, and until the last one,
 * beside ripgrep by itself over the same files in the same sandbox.
 */
const FILES = 10_000;
const ROUNDS = 21;
const NEEDLE = 'needle';

/** Files of 20 lines; each hundredth has what is searched for. */
const fill = `mkdir -p many && cd many && for i in $(seq ${FILES / 100}); do mkdir d$i; for j in $(seq 100); do \
f=d$i/f$j.txt; seq -f "line %g of $i $j with some words in it" 20 > $f; done; echo ${NEEDLE} >> d$i/f1.txt; done`;

/** Prints the microseconds that it took. */
const ripgrep = `b=$(date +%s%N); \
${hostDirectory}/rg --json --hidden --no-require-git --fixed-strings --ignore-case ${NEEDLE} . > /dev/null; \
e=$(date +%s%N); echo "took $(( (e - b) / 1000 ))"`;

interface Run {
  status: string;
  exitCode: number | null;
  summary: string | null;
}

async function run(product: Product, project: Project, command: string): Promise<string> {
  const host = `/projects/${project.id}/host`;
  await product.call('POST', `${host}/run/start`, { command });
  const finished = async (): Promise<Run | undefined> => {
    const state = await product.call<Run>('GET', `${host}/run`);
    return state.status === 'exited' ? state : undefined;
  };
  const state = await until(finished, { seconds: 180, everyMs: 100, what: command.slice(0, 40) });
  if (state.exitCode !== 0) throw new Error(`It ended: ${state.summary}`);
  const { entries } = await product.call<{ entries: { text: string }[] }>('GET', `${host}/run/log`);
  return entries.map(({ text }) => text).join('');
}

/** Milliseconds that ripgrep takes by itself. */
async function ripgrepAlone(product: Product, project: Project): Promise<number> {
  const [, micros] = /took (\d+)/.exec(await run(product, project, ripgrep)) ?? [];
  return Number(micros) / 1000;
}

/** Milliseconds to the first match and to the end of one search. */
async function search({ origin, headers }: Product, project: Project): Promise<{ first: number; whole: number }> {
  const begin = performance.now();
  const answer = await fetch(`${origin}/api/projects/${project.id}/host/search`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query: NEEDLE }),
  });
  let first = Number.NaN;
  let text = '';
  for await (const piece of answer.body ?? []) {
    if (Number.isNaN(first)) first = performance.now() - begin;
    text += Buffer.from(piece).toString();
  }
  const whole = performance.now() - begin;
  const lines = text.trim().split('\n');
  const last = searchLineSchema.parse(JSON.parse(lines.at(-1) ?? ''));
  if (last.type !== 'end' || last.matches !== FILES / 100) throw new Error(`Found: ${JSON.stringify(last)}`);
  return { first, whole };
}

await withProduct(async (product) => {
  const project = await product.call<Project>('POST', '/projects', { template: 'blank' });
  await product.call('POST', `/projects/${project.id}/session`);
  await run(product, project, fill);
  await ripgrepAlone(product, project);
  await search(product, project);
  const alone: number[] = [];
  const rounds: { first: number; whole: number }[] = [];
  // In turns, so that whatever else the machine does weighs on both.
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await ripgrepAlone(product, project));
    rounds.push(await search(product, project));
  }
  const whole = median(rounds.map((round) => round.whole));
  report(`Search in ${FILES.toLocaleString('en')} files (median of ${ROUNDS})`, [
    { name: 'first match', value: median(rounds.map((round) => round.first)), unit: 'ms', goal: { atMost: 150 } },
    { name: 'ripgrep alone', value: median(alone), unit: 'ms' },
    { name: 'whole search', value: whole, unit: 'ms', goal: { atMost: 1.3 * median(alone) }, note: 'of 1.3x ripgrep' },
  ]);
});
