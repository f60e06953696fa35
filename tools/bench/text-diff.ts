import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareWithGit, lineDiff, mulberry, randomCases, tally } from '@e-code/host/testing';
import { diffArrays } from 'diff';
import fastDiff from 'fast-diff';
import { type Figure, median, report } from './figures.ts';

/**
 * Differences of texts beside git, `diff` and `fast-diff` in the same run, and merges beside `git merge-file`.
 * `--slow` lets the packages also do what takes them up to a minute. A number says how many merges.
 */
const slow = process.argv.includes('--slow');
const merges = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 5000);
const rounds = 9;
const random = mulberry(7);

const word = (): string => Math.floor(random() * 1e9).toString(36);
const newLine = (): string => `  ${word()} = ${word()}(${word()});`;

interface Case {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly atMost?: number;
}

function cases(): Case[] {
  const lines = Array.from({ length: 10_000 }, newLine);
  const many = Array.from({ length: 30_000 }, newLine);
  const some = (list: string[], share: number): string =>
    list.map((line) => (random() < share ? newLine() : line)).join('\n');
  const indented = (list: string[]): string => list.map((line) => `  ${line}`).join('\n');
  const spaced = lines.map((line) => line.replace('(', '( ').replace(')', ' )').replace(' = ', '  =  ')).join('\n');
  const text = lines.join('\n');
  return [
    { name: '10,000 lines, 4 changed', from: text, to: some(lines, 0.0004), atMost: 5 },
    { name: '10,000 lines, 5 % changed', from: text, to: some(lines, 0.05), atMost: 30 },
    { name: '10,000 lines indented', from: text, to: indented(lines), atMost: 60 },
    { name: '10,000 lines, 3 places in each', from: text, to: spaced, atMost: 60 },
    { name: '30,000 lines, 5 % changed', from: many.join('\n'), to: some(many, 0.05) },
    { name: '30,000 lines indented', from: many.join('\n'), to: indented(many) },
  ];
}

function time(work: () => unknown, times = rounds): number {
  const taken = Array.from({ length: times }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return median(taken);
}

function timeGit(from: string, to: string): number {
  const folder = mkdtempSync(join(tmpdir(), 'text-diff-'));
  try {
    writeFileSync(join(folder, 'a'), from);
    writeFileSync(join(folder, 'b'), to);
    // Git answers 1 when the files differ.
    const words = ['-c', 'git diff --no-index --histogram --numstat a b || true'];
    return time(() => execFileSync('sh', words, { cwd: folder, stdio: 'ignore' }), 5);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure({ name, from, to, atMost }: Case): Figure {
  const value = time(() => lineDiff(from, to));
  const rewritten = name.includes('indented') || name.includes('each');
  const skipped = rewritten && (!slow || from.length > 1_000_000);
  const packages = skipped
    ? 'packages: only with --slow'
    : `diff ${time(() => diffArrays(from.split('\n'), to.split('\n')), 1).toFixed(0)} ms, ` +
      `fast-diff ${time(() => fastDiff(from, to), 1).toFixed(0)} ms`;
  const note = `git with its start ${timeGit(from, to).toFixed(0)} ms, ${packages}`;
  return { name, value, unit: 'ms', note, ...(atMost === undefined ? {} : { goal: { atMost } }) };
}

report('Difference of two texts', cases().map(measure));

const result = tally(await compareWithGit(randomCases(merges, 1)));
report(`Merges beside git merge-file, ${result.cases} random cases`, [
  { name: 'clean in git', value: result.clean, unit: 'cases' },
  { name: 'clean in git and another text here', value: result.different.length, unit: 'cases', goal: { atMost: 0 } },
  { name: 'conflicts in git', value: result.conflicts, unit: 'cases' },
  { name: '... a collision here', value: result.collisions, unit: 'cases' },
  { name: '... neighbouring lines, both kept', value: result.neighbours, unit: 'cases' },
]);
