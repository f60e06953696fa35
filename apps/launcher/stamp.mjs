import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IGNORED = new Set(['node_modules', 'dist']);

/**
 * A text that changes when a file below these paths is added, removed or written. It reads names, sizes and times, not
 * contents: 2,000 files take some 20 ms.
 *
 * @param {string} root
 * @param {string[]} paths below the root; one that is absent counts as empty
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) addPath(hash, root, path);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} root
 * @param {string} path
 */
function addPath(hash, root, path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) {
    hash.update(`${path}\0${found.size}\0${found.mtimeMs}\0`);
    return;
  }
  const names = readdirSync(join(root, path)).filter((name) => !IGNORED.has(name) && !/\.test\.\w+$/.test(name));
  for (const name of names.toSorted()) addPath(hash, root, join(path, name));
}

/**
 * Remembers what a piece of work was done with, so that it is done again only when that changes.
 *
 * @param {string} path of the file that remembers
 * @param {string} value
 */
export function createStamp(path, value) {
  return {
    isCurrent: () => existsSync(path) && readFileSync(path, 'utf8') === value,
    write: () => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, value);
    },
  };
}

/** @param {string} path */
export function contentHash(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
