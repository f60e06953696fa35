import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Script, toScript } from './source-files.ts';

/** Folders and files that are looked at, at most: a project that has more is debugged with what was found. */
const most = 20_000;

/**
 * The project's compiled files that have a map beside them. Their breakpoints are set before they are loaded: Node tells
 * that it has read a file while that begins to run, which is too late for its first lines. (The engine can stop before a
 * script with a map, but measured with Node 24 it does that for modules and not for CommonJS.)
 */
export async function findCompiled(root: string): Promise<Script[]> {
  const found: Script[] = [];
  const folders = [root];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined && seen < most; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      seen += 1;
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) {
        folders.push(join(folder, entry.name));
      }
      const name = /^(.+\.[cm]?js)\.map$/.exec(entry.name)?.[1];
      if (name === undefined) continue;
      const script = toScript({
        scriptId: '',
        url: pathToFileURL(join(folder, name)).href,
        sourceMapURL: entry.name,
      });
      if (script.map !== undefined) found.push(script);
    }
  }
  return found;
}
