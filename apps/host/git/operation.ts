import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitOperation } from '../contract/git.ts';
import { tryGit } from './run-git.ts';

type Reader = (name: string) => Promise<string | undefined>;

/** What was begun and not finished, from the files by which git itself remembers it. */
export async function readOperation(root: string): Promise<GitOperation | null> {
  const folder = await gitDirectory(root);
  const read: Reader = (name) =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
  return (await readRebase(folder, read)) ?? (await readHeads(root, read)) ?? readSequence(read);
}

/** `git am` keeps its patches where the older way of rebasing keeps its own, and says so with a file. */
async function readRebase(folder: string, read: Reader): Promise<GitOperation | null> {
  for (const rebase of ['rebase-merge', 'rebase-apply']) {
    if (!(await exists(join(folder, rebase)))) continue;
    const [head, step, steps] = await Promise.all([
      read(`${rebase}/head-name`),
      read(rebase === 'rebase-merge' ? `${rebase}/msgnum` : `${rebase}/next`),
      read(rebase === 'rebase-merge' ? `${rebase}/end` : `${rebase}/last`),
    ]);
    const progress = step === undefined || steps === undefined ? {} : { step: Number(step), steps: Number(steps) };
    const kind = (await exists(join(folder, rebase, 'applying'))) ? 'am' : 'rebase';
    return { kind, subject: (head ?? '').replace('refs/heads/', ''), ...progress };
  }
  return null;
}

async function readHeads(root: string, read: Reader): Promise<GitOperation | null> {
  const heads = { merge: 'MERGE_HEAD', 'cherry-pick': 'CHERRY_PICK_HEAD', revert: 'REVERT_HEAD' } as const;
  for (const kind of ['merge', 'cherry-pick', 'revert'] as const) {
    const commit = await read(heads[kind]);
    if (commit !== undefined) return { kind, subject: await nameOf(root, commit.split('\n')[0] ?? '') };
  }
  return null;
}

/** Between two commits of several nothing but the list of the rest is there, when somebody committed one by hand. */
async function readSequence(read: Reader): Promise<GitOperation | null> {
  const [, word, subject = ''] = /^(pick|revert) (.*)/.exec((await read('sequencer/todo')) ?? '') ?? [];
  if (word === undefined) return null;
  return { kind: word === 'pick' ? 'cherry-pick' : 'revert', subject };
}

/** A commit as people call it: the branch that is there, or the short hash with its subject. */
export async function nameOf(root: string, commit: string): Promise<string> {
  const words = ['for-each-ref', '--format=%(refname:short)', `--points-at=${commit}`, 'refs/heads'];
  const branch = await tryGit({ root, words });
  const [first] = branch.out.toString().split('\n').filter(Boolean);
  if (first !== undefined) return first;
  return (await tryGit({ root, words: ['log', '-1', '--format=%h %s', commit] })).out.toString().trim();
}

export async function gitDirectory(root: string): Promise<string> {
  const { out } = await tryGit({ root, words: ['rev-parse', '--absolute-git-dir'] });
  return out.toString().trim();
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
