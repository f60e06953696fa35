import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inheritedEnvironment } from '../environment.ts';

/** Bytes of a file that a push may bring. Repositories keep every version for good, and everybody who clones gets it. */
export const largestFile = 50 * 1024 * 1024;

/** The first file among the objects that only the push has which is larger than allowed. Streams, as pushes may be large. */
export async function findLargeFile(
  root: string,
  tips: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ path: string; size: number } | undefined> {
  const options = { cwd: root, env: { ...inheritedEnvironment(), LC_ALL: 'C.UTF-8', ...environment } };
  const words = ['-c', 'safe.directory=*'];
  const listing = spawn('git', [...words, 'rev-list', '--objects', ...tips, '--not', '--all'], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const format = '--batch-check=%(objecttype) %(objectsize) %(rest)';
  const sizing = spawn('git', [...words, 'cat-file', '--buffer', format], {
    ...options,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  sizing.stdin.on('error', () => undefined);
  listing.stdout.pipe(sizing.stdin);
  try {
    for await (const line of createInterface({ input: sizing.stdout })) {
      const [, size = '', path = ''] = /^blob (\d+) (.*)$/.exec(line) ?? [];
      if (Number(size) > largestFile) return { path, size: Number(size) };
    }
    return undefined;
  } finally {
    listing.kill();
    sizing.kill();
  }
}
