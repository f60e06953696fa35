import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from './law.ts';

/** What git tracks below `root`, and what it would track: a new file must not wait for its commit to be looked at. */
export function treeAt(root: string): Tree {
  const arguments_ = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', arguments_, { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 });
  const paths = [...new Set(names.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)));
  const texts = new Map<string, string>();
  return {
    paths: paths.toSorted(),
    read(path) {
      const text = texts.get(path) ?? readFileSync(join(root, path), 'utf8');
      texts.set(path, text);
      return text;
    },
  };
}
