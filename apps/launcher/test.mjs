import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilds } from './build.mjs';
import { runChecks } from './checks.mjs';
import { countTests, describeCount, sumCounts } from './count.mjs';
import { ensurePrograms } from './debian.mjs';
import { LauncherFailure, reportFailure } from './failure.mjs';
import { ensurePackages } from './install.mjs';
import { findNode } from './node-runtime.mjs';
import { ROOT } from './root.mjs';
import { createProgress } from './ui.mjs';

// What `npm test` does: everything, or with arguments only the tests that vitest finds by them.
const filters = process.argv.slice(2);
const progress = createProgress(process.stdout);
/** @type {import('./count.mjs').Count[]} */
const counts = [];
try {
  const node = await prepare();
  if (filters.length === 0) counts.push(await runChecks(progress, node));
  counts.push(await runTests(node));
} catch (error) {
  reportFailure(error);
  counts.push({ passed: 0, failed: 1, skipped: 0 });
}
const total = sumCounts(counts);
if (total.failed > 0) process.exitCode = 1;
console.log(`\n${describeCount(total)}`);

async function prepare() {
  await ensurePackages(progress);
  const node = findNode();
  const everything = filters.length === 0;
  const remedy = await ensurePrograms(progress, ['start', 'test']);
  if (remedy !== undefined && everything) throw new LauncherFailure(remedy);
  // A run of some unit tests needs no pages; a journey does.
  if (everything || filters.some((filter) => filter.includes('journeys'))) await ensureBuilds(progress, node);
  return node;
}

/** @param {string} node */
async function runTests(node) {
  const directory = await mkdtemp(join(tmpdir(), 'e-code-tests-'));
  const file = join(directory, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const vitest = spawn(node, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...filters], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const code = await new Promise((resolve) => {
    vitest.once('error', () => resolve(127));
    vitest.once('exit', (status) => resolve(status ?? 1));
  });
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(directory, { recursive: true, force: true });
  return countTests(text === '' ? undefined : JSON.parse(text), code);
}
