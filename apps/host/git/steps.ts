import type { GitOutcome } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { explainFailure, git, type GitCall, tryGit } from './run-git.ts';
import { readOperation } from './status.ts';

/**
 * Runs what may stop for conflicts. That is no failure: the answer names the files in conflict, and what was begun goes on
 * with `proceed`.
 * @param fallback words to try when git refuses the first ones without having begun
 */
export async function runStep(call: GitCall, fallback?: readonly string[]): Promise<GitOutcome> {
  const { code, out, said } = await tryGit(call);
  const text = `${out.toString()}\n${said}`.trim();
  if (code === 0) return { conflicts: [], said: text };
  const conflicts = await conflictsIn(call.root);
  if (conflicts.length > 0) return { conflicts, said: text };
  if (fallback !== undefined) return runStep({ ...call, words: fallback });
  throw await explainFailure(call.root, said || out.toString());
}

export async function conflictsIn(root: string): Promise<string[]> {
  const text = await git({ root, words: ['diff', '--name-only', '--diff-filter=U', '-z'] });
  return [...new Set(text.split('\0').filter(Boolean))];
}

type Identity = Record<string, string>;

export const merge = (root: string, revision: string, environment: Identity): Promise<GitOutcome> =>
  runStep({ root, words: ['merge', '--no-edit', revision], environment });

/** Commits keep their authors; the person who rebases commits them. */
export const rebase = (root: string, onto: string, identity: Identity): Promise<GitOutcome> =>
  runStep({ root, words: ['rebase', onto], environment: committerOf(identity) });

export const cherryPick = (root: string, commits: readonly string[], identity: Identity): Promise<GitOutcome> =>
  runStep({ root, words: ['cherry-pick', ...commits], environment: committerOf(identity) });

export const revert = (root: string, commits: readonly string[], environment: Identity): Promise<GitOutcome> =>
  runStep({ root, words: ['revert', '--no-edit', ...commits], environment });

/** Goes on with what was interrupted, leaves its present commit out, or takes all of it back. */
export async function proceed(
  root: string,
  how: 'continue' | 'skip' | 'abort',
  identity: Identity,
): Promise<GitOutcome> {
  const operation = await readOperation(root);
  if (operation === null) throw new HostError('git_nothing_interrupted');
  const { kind } = operation;
  if (how === 'skip' && kind === 'merge') throw new HostError('git_nothing_interrupted');
  const environment = kind === 'rebase' || kind === 'cherry-pick' ? committerOf(identity) : identity;
  if (kind === 'merge' && how === 'continue') {
    return runStep({ root, words: ['commit', '--no-edit', '--quiet'], environment });
  }
  return runStep({ root, words: [kind, `--${how}`], environment });
}

const committerOf = (identity: Identity): Identity =>
  Object.fromEntries(Object.entries(identity).filter(([name]) => name.startsWith('GIT_COMMITTER')));
