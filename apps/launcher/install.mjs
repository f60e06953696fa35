import { join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { ROOT } from './root.mjs';
import { run } from './run.mjs';
import { contentHash, createStamp } from './stamp.mjs';

/**
 * Installs the packages when the lock file is not the one that they were installed from.
 *
 * `npm install` rather than `npm ci`: that one refuses a lock file without an entry for every optional package of every
 * operating system, and registries that mirror others lack some. Versions still come from the lock file, which
 * `--no-save` leaves as it is.
 *
 * @param {import('./ui.mjs').Progress} progress
 */
export async function ensurePackages(progress) {
  const hash = contentHash(join(ROOT, 'package-lock.json'));
  const stamp = createStamp(
    join(ROOT, 'node_modules', '.e-code-installed'),
    `${hash} ${process.platform} ${process.arch}`,
  );
  if (stamp.isCurrent()) return;
  await progress.step('Installing packages', async (tell) => {
    let fetched = 0;
    const result = await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=http'], {
      cwd: ROOT,
      onLine: (line) => {
        if (/^npm http (fetch|cache)/.test(line)) tell(`${(fetched += 1)} files fetched`);
      },
    });
    if (result.code !== 0) throw explainInstallFailure(result.output);
    stamp.write();
  });
}

/**
 * @param {string} output of npm
 * @returns {LauncherFailure}
 */
export function explainInstallFailure(output) {
  const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
  const text = errors.join('\n');
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|network/i.test(text)) {
    return new LauncherFailure(
      'The packages could not be installed because the npm registry does not answer. Check the network and "npm config get registry", then start again.',
      text,
    );
  }
  if (/ENOSPC/.test(text)) {
    return new LauncherFailure(
      'The packages could not be installed because the disk is full. They take about 800 MB.',
      text,
    );
  }
  if (/EACCES|EPERM/.test(text)) {
    return new LauncherFailure(
      `The packages could not be installed because this user may not write to ${ROOT}. Give the directory to this user, or start as its owner.`,
      text,
    );
  }
  return new LauncherFailure('The packages could not be installed; npm says why above.', text || output.slice(-2000));
}
