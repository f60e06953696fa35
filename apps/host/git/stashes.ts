import type { GitOutcome } from '../contract/git.ts';
import { git } from './run-git.ts';
import { runStep } from './steps.ts';

type Stash = { index: number; commit: string; message: string; at: number };

export async function readStashes(root: string): Promise<Stash[]> {
  const text = await git({ root, words: ['stash', 'list', '--format=%H%x1f%gs%x1f%ct'] });
  return text
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const [commit = '', message = '', at] = line.split('\x1f');
      return { index, commit, message, at: Number(at) * 1000 };
    });
}

export async function stash(
  root: string,
  { message, untracked, identity }: { message: string; untracked: boolean; identity: Record<string, string> },
): Promise<void> {
  const options = [...(untracked ? ['--include-untracked'] : []), ...(message === '' ? [] : [`--message=${message}`])];
  await git({ root, words: ['stash', 'push', ...options], environment: identity });
}

/** With `drop`, a stash that was applied without conflicts is gone. */
export async function applyStash(root: string, index: number, drop: boolean): Promise<GitOutcome> {
  return runStep({ root, words: ['stash', drop ? 'pop' : 'apply', '--index', `stash@{${index}}`] }, [
    'stash',
    drop ? 'pop' : 'apply',
    `stash@{${index}}`,
  ]);
}

/** @returns what it was, so that it can be stored again */
export async function dropStash(root: string, index: number): Promise<{ commit: string; message: string }> {
  const found = (await readStashes(root))[index];
  await git({ root, words: ['stash', 'drop', '--quiet', `stash@{${index}}`] });
  return { commit: found?.commit ?? '', message: found?.message ?? '' };
}

export async function storeStash(root: string, commit: string, message: string): Promise<void> {
  await git({ root, words: ['stash', 'store', `--message=${message}`, commit] });
}
