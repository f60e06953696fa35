import { availableParallelism, loadavg } from 'node:os';

/** One measured value beside what it must reach, or beside the peer of the same run. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** Without one the figure only informs. */
  goal?: { atMost: number } | { atLeast: number };
  /** What stands beside it, such as a peer that was measured in the same run. */
  note?: string;
}

/**
 * Prints the figures as a table. With `--check` among the arguments, the process ends with 1 when a goal is missed:
 * figures of a shared machine are for reading, and a gate only where somebody asks for one.
 */
export function report(title: string, figures: Figure[]): void {
  const rows = [['', 'measured', 'goal', 'of goal', ''], ...figures.map(row)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  // How much else wanted the processors meanwhile: above their number, everything here waited for its turn.
  const load = `load ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
  process.stdout.write(`\n${title} (${load})\n${lines.join('\n')}\n`);
  if (process.argv.includes('--check') && !figures.every(isMet)) process.exitCode = 1;
}

function row(figure: Figure): string[] {
  const { name, value, unit, goal, note } = figure;
  const measured = `${round(value)} ${unit}`;
  if (goal === undefined) return [name, measured, '', '', note ?? ''];
  const [limit, sign] = 'atMost' in goal ? [goal.atMost, '<='] : [goal.atLeast, '>='];
  const verdict = isMet(figure) ? '' : 'MISSED';
  const words = [verdict, note ?? ''].filter((word) => word !== '').join(' ');
  return [name, measured, `${sign} ${round(limit)} ${unit}`, `${(value / limit).toFixed(2)}x`, words];
}

function isMet({ value, goal }: Figure): boolean {
  if (goal === undefined) return true;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** The value that `share` (0 to 1) of the values do not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** Milliseconds that work takes, and its result. */
export async function timed<Result>(work: () => Promise<Result>): Promise<{ milliseconds: number; result: Result }> {
  const begin = performance.now();
  const result = await work();
  return { milliseconds: performance.now() - begin, result };
}

/** Asks until there is an answer. @throws when `seconds` pass without one */
export async function until<Answer>(
  question: () => Promise<Answer | undefined>,
  options: { seconds: number; everyMs: number; what: string },
): Promise<Answer> {
  const end = performance.now() + options.seconds * 1000;
  while (performance.now() < end) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, options.everyMs));
  }
  throw new Error(`Waited ${options.seconds} s in vain for ${options.what}.`);
}
