import { join } from 'node:path';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';
import { seconds } from './ui.mjs';

const bin = (/** @type {string} */ path) => join('node_modules', path);

/**
 * One checker: how it is called and how many files its words say it looked at.
 *
 * @typedef {{ label: string, command: string[], countFiles: (output: string) => number, hide?: (line: string) => boolean }} Check
 */

// The compiler lists every file that it reads; those of packages are not ours.
const listed = /^\/.*\.(ts|tsx|mts|cts)$/;
const countListed = (/** @type {string} */ output) =>
  output.split('\n').filter((line) => listed.test(line) && !line.includes('/node_modules/')).length;

/** @param {string} world */
function typeCheck(world) {
  return {
    label: `types of ${world}`,
    command: [bin('typescript/bin/tsc'), '-p', `tsconfig.${world}.json`, '--listFiles'],
    countFiles: countListed,
    hide: (/** @type {string} */ line) => listed.test(line),
  };
}

/**
 * @param {RegExp} pattern whose first group is a number
 * @returns {(output: string) => number}
 */
const readCount = (pattern) => (output) => Number(pattern.exec(output)?.[1]?.replaceAll(',', '') ?? 0);

/** @type {Check[]} */
export const CHECKS = [
  ...['contract', 'server', 'web', 'tests'].map(typeCheck),
  { label: 'lint', command: [bin('oxlint/bin/oxlint')], countFiles: readCount(/on ([\d,]+) files?/) },
  { label: 'format', command: [bin('oxfmt/bin/oxfmt'), '--check'], countFiles: readCount(/on ([\d,]+) files?/) },
  {
    label: 'unused code',
    command: [bin('knip/bin/knip.js'), '--reporter', 'symbols', '--reporter', './apps/launcher/knip-count.mjs'],
    countFiles: readCount(/looked at ([\d,]+) files/),
  },
  { label: 'laws of the repository', command: ['tools/check/main.ts'], countFiles: readCount(/looked at ([\d,]+)/) },
];

/**
 * @param {Check} check
 * @param {string} node
 * @returns {Promise<{ label: string, ok: boolean, files: number, words: string, milliseconds: number }>}
 */
export async function runCheck(check, node) {
  const { code, output, milliseconds } = await run(node, check.command, { cwd: ROOT });
  const files = check.countFiles(output);
  const words = output
    .split('\n')
    .filter((line) => !(check.hide?.(line) ?? false))
    .join('\n')
    .trim();
  const blind = code === 0 && files === 0;
  return {
    label: check.label,
    ok: code === 0 && !blind,
    files,
    words: blind ? `${words}\nIt looked at no file, so it found out nothing.`.trim() : words,
    milliseconds,
  };
}

/**
 * Runs the checks, some at a time, and prints a line for each as it ends and the words of those that failed.
 *
 * @param {import('./ui.mjs').Progress} progress
 * @param {string} node
 * @param {Check[]} checks
 * @returns {Promise<import('./count.mjs').Count>}
 */
export async function runChecks(progress, node, checks = CHECKS, atOnce = 2) {
  const { paint, say } = progress;
  const waiting = [...checks];
  const count = { passed: 0, failed: 0, skipped: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { label, ok, files, words, milliseconds } = await runCheck(check, node);
      count[ok ? 'passed' : 'failed'] += 1;
      const mark = ok ? paint.green('✓') : paint.red('✗');
      say(
        `  ${mark} ${label.padEnd(34)} ${paint.grey(`${seconds(milliseconds).padStart(8)} ${String(files).padStart(5)} files`)}`,
      );
      if (!ok) say(`\n${words}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return count;
}
