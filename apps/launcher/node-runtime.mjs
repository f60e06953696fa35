import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherFailure } from './failure.mjs';
import { ROOT } from './root.mjs';

/** What the platform needs: it runs TypeScript as it is. */
export const MINIMUM_NODE = '24.0.0';

/**
 * @param {string} left such as `v20.20.2`
 * @param {string} right
 * @returns {number} below, at or above zero as `left` is older, the same or newer
 */
export function compareVersions(left, right) {
  const parts = (/** @type {string} */ text) => text.replace(/^v/, '').split(/[.-]/, 3).map(Number);
  const [a, b] = [parts(left), parts(right)];
  const differences = [0, 1, 2].map((index) => (a[index] ?? 0) - (b[index] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

/**
 * Finds a Node.js that is new enough: this one, or the one that npm installed as a package.
 *
 * @returns {string} path of the program
 */
export function findNode(version = process.version, exists = existsSync) {
  if (compareVersions(version, MINIMUM_NODE) >= 0) return process.execPath;
  const packaged = join(ROOT, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && exists(packaged)) return packaged;
  throw new LauncherFailure(
    `E-Code needs Node.js ${MINIMUM_NODE.split('.')[0]} or newer and this is ${version}. npm has no Node.js package for ${process.platform} on ${process.arch}: install one from https://nodejs.org, then start again.`,
  );
}
