import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilds } from './build.mjs';
import { ensurePrograms } from './debian.mjs';
import { reportFailure } from './failure.mjs';
import { ensurePackages } from './install.mjs';
import { findNode } from './node-runtime.mjs';
import { ROOT } from './root.mjs';
import { createProgress } from './ui.mjs';

// What `npm start` does: bring the machine to where the server can run, then become the server.
const progress = createProgress(process.stdout);
try {
  await ensurePackages(progress);
  const node = findNode();
  const remedy = await ensurePrograms(progress, ['start']);
  // Without them the server runs and projects do not; it says so on its pages, too.
  if (remedy !== undefined) progress.say(`  ! Projects cannot run yet. ${remedy}`);
  await ensureBuilds(progress, node);
  becomeServer(node, [join(ROOT, 'apps/server/main.ts'), ...process.argv.slice(2)]);
} catch (error) {
  reportFailure(error);
}

/**
 * Hands this process over to the server. A Node.js that cannot (before 22.15) stays beside it as its parent, until the
 * next start, when npm finds the newer one first.
 *
 * @param {string} node
 * @param {string[]} programArguments
 */
function becomeServer(node, programArguments) {
  if (typeof process.execve === 'function') {
    const env = { ...process.env };
    process.execve(node, [node, ...programArguments], env);
  }
  const server = spawn(node, programArguments, { stdio: 'inherit', cwd: process.cwd() });
  // The terminal sends Ctrl-C to both; a service manager sends SIGTERM to this process alone.
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => server.kill(signal));
  server.once('error', reportFailure);
  server.once('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
