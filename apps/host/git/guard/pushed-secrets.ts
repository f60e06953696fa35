import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { inheritedEnvironment } from '../../environment.ts';
import { tryGit } from '../run-git.ts';
import { AddedLines, plainDiff } from './added-lines.ts';
import type { Secret } from './find-secrets.ts';
import type { NewCommits } from './pushed-files.ts';

/** Which of these objects bring a line with a secret, and with which commit. What was there before is nobody's news. */
export async function secretsInCommits(commits: NewCommits, objects: readonly string[]): Promise<readonly Secret[]> {
  if (objects.length === 0) return [];
  const { root, tips, environment } = commits;
  const wanted = objects.map((object) => `--find-object=${object}`);
  const words = ['log', '--format=%x00%h', '--diff-merges=dense-combined', ...plainDiff, ...wanted];
  return readSecrets(root, [...words, ...tips, '--not', '--all'], environment);
}

/** The commit that brought an object, in short. */
export async function commitOf({ root, tips, environment }: NewCommits, object: string): Promise<string> {
  const words = ['log', '--format=%h', '-m', `--find-object=${object}`, ...tips, '--not', '--all'];
  const { out } = await tryGit({ root, words, environment });
  return out.toString().trim().split('\n').at(-1) ?? '';
}

async function readSecrets(
  root: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly Secret[]> {
  const settings = ['-c', 'safe.directory=*', '-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false'];
  const child = spawn('git', ['--no-pager', ...settings, ...words], {
    cwd: root,
    env: { ...inheritedEnvironment(), LC_ALL: 'C.UTF-8', GIT_OPTIONAL_LOCKS: '0', ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const lines = new AddedLines();
  for await (const line of createInterface({ input: child.stdout })) lines.take(line);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`The new lines could not be read: git ended with ${code}`);
  return lines.end();
}
