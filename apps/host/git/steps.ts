import type { GitOperation, GitOutcome } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { readLastStep } from './last-step.ts';
import { readOperation } from './operation.ts';
import { explainFailure, git, type GitCall, type GitResult, tryGit } from './run-git.ts';
import { discardConflicts } from './stage.ts';

type Identity = Record<string, string>;

/**
 * Runs what may stop for conflicts. That is no failure: the answer names the files in conflict, and what was begun goes on
 * with `proceed`.
 * @param fallback words to try when git refuses the first ones without having begun
 */
export async function runStep(call: GitCall, fallback?: readonly string[]): Promise<GitOutcome> {
  const result = await tryGit(call);
  const conflicts = await conflictsIn(call.root);
  const said = textOf(result);
  // Git is content with that: what it put aside at the beginning is in a stash.
  if (result.code === 0)
    return /Your changes are safe in the stash/.test(said) ? { conflicts, said, stashed: true } : { conflicts, said };
  if (conflicts.length > 0) return { conflicts, said };
  if (fallback !== undefined) return runStep({ ...call, words: fallback });
  throw explainFailure(result.said || result.out.toString());
}

const textOf = ({ out, said }: GitResult): string => `${out.toString()}\n${said}`.trim();

export async function conflictsIn(root: string): Promise<string[]> {
  const text = await git({ root, words: ['diff', '--name-only', '--diff-filter=U', '-z'] });
  return [...new Set(text.split('\0').filter(Boolean))];
}

/** Begins a step, while no other one waits for its end, and adds how to take it back. */
async function begin(root: string, work: () => Promise<GitOutcome>): Promise<GitOutcome> {
  if ((await readOperation(root)) !== null || (await conflictsIn(root)).length > 0) {
    throw new HostError('git_unfinished');
  }
  return moving(root, work);
}

/** Does a step and adds how to take it back, when it moved a branch. */
async function moving(root: string, work: () => Promise<GitOutcome>, branch?: string): Promise<GitOutcome> {
  const before = await readLastStep(root, branch);
  const outcome = await work();
  const step = await readLastStep(root);
  const moved = step !== null && (before?.commit !== step.commit || before.kind !== step.kind);
  return moved ? { ...outcome, step } : outcome;
}

/** What is not committed is put aside before and comes back after, so that nobody has to stop typing. */
export const merge = (root: string, revision: string, environment: Identity): Promise<GitOutcome> =>
  begin(root, () => runStep({ root, words: ['merge', '--no-edit', '--autostash', revision], environment }));

/** Commits keep their authors; the person who rebases commits them. What is not committed is put aside as in a merge. */
export const rebase = (root: string, onto: string, identity: Identity): Promise<GitOutcome> =>
  begin(root, () => runStep({ root, words: ['rebase', '--autostash', onto], environment: committerOf(identity) }));

/** Of a merge, what it brought to the branch that it went into. */
const mainline = '--mainline=1';

export const cherryPick = (root: string, commits: readonly string[], identity: Identity): Promise<GitOutcome> =>
  begin(root, () =>
    pickOrRevert({ root, words: ['cherry-pick', mainline, ...commits], environment: committerOf(identity) }),
  );

export const revert = (root: string, commits: readonly string[], environment: Identity): Promise<GitOutcome> =>
  begin(root, () => pickOrRevert({ root, words: ['revert', '--no-edit', mainline, ...commits], environment }));

/** A commit that changes nothing here is left out: git stops at it and says that nothing is there to commit. */
async function pickOrRevert(call: GitCall): Promise<GitOutcome> {
  const result = await tryGit(call);
  const conflicts = await conflictsIn(call.root);
  const said = textOf(result);
  if (result.code === 0 || conflicts.length > 0) return { conflicts, said };
  if (!/nothing to commit|is now empty/.test(said)) throw explainFailure(result.said || result.out.toString());
  const begun = await readOperation(call.root);
  if (begun === null) return { conflicts, said, nothing: true };
  return { ...(await pickOrRevert({ ...call, words: [begun.kind, '--skip'] })), nothing: true };
}

/** Goes on with what was interrupted, leaves its present commit out, or takes all of it back. */
export async function proceed(
  root: string,
  how: 'continue' | 'skip' | 'abort',
  identity: Identity,
): Promise<GitOutcome> {
  const operation = (await readOperation(root)) ?? (await stashLeft(root));
  if (operation === null) throw new HostError('git_nothing_interrupted');
  const { kind, subject } = operation;
  if (how !== 'abort' && (kind === 'stash' || (how === 'skip' && kind === 'merge'))) {
    throw new HostError('git_nothing_interrupted');
  }
  if (kind === 'stash') return discardConflicts(root, identity);
  if (how === 'abort') return abort(root, kind);
  const call = { root, words: wordsOf(kind, how), environment: environmentOf(kind, identity) };
  const picks = kind === 'cherry-pick' || kind === 'revert';
  return moving(root, () => (picks ? pickOrRevert(call) : runStep(call)), kind === 'rebase' ? subject : undefined);
}

/** Merges, reverts and commits are of the person who goes on; picked, rebased and mailed ones keep their authors. */
const environmentOf = (kind: GitOperation['kind'], identity: Identity): Identity =>
  kind === 'merge' || kind === 'revert' ? identity : committerOf(identity);

const wordsOf = (kind: GitOperation['kind'], how: 'continue' | 'skip'): string[] =>
  kind === 'merge' ? ['commit', '--no-edit', '--quiet'] : [kind, `--${how}`];

const stashLeft = async (root: string): Promise<GitOperation | null> =>
  (await conflictsIn(root)).length > 0 ? { kind: 'stash', subject: '' } : null;

/** A kill in the first moments of a rebase leaves a folder with which git can do nothing but forget it. */
async function abort(root: string, kind: GitOperation['kind']): Promise<GitOutcome> {
  const { code, out, said } = await tryGit({ root, words: [kind, '--abort'] });
  if (code === 0) return { conflicts: [], said };
  const forgotten = kind === 'rebase' && (await tryGit({ root, words: ['rebase', '--quit'] })).code === 0;
  if (!forgotten) throw explainFailure(said || out.toString());
  return { conflicts: await conflictsIn(root), said };
}

const committerOf = (identity: Identity): Identity =>
  Object.fromEntries(Object.entries(identity).filter(([name]) => name.startsWith('GIT_COMMITTER')));
