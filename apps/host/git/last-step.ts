import type { LastStep } from '../contract/git.ts';
import { tryGit } from './run-git.ts';

/** What the reflog says of a step that moved a branch, by which it is known what undoing it takes back. */
const kinds: readonly (readonly [RegExp, LastStep['kind']])[] = [
  [/^commit \(amend\): /, 'amend'],
  [/^commit \(merge\): /, 'merge'],
  [/^commit \(cherry-pick\): /, 'cherry-pick'],
  [/^commit(?: \(initial\))?: /, 'commit'],
  [/^merge /, 'merge'],
  [/^rebase (?:finished|\(finish\)): /, 'rebase'],
  [/^cherry-pick: /, 'cherry-pick'],
  [/^revert: /, 'revert'],
  [/^pull\b/, 'pull'],
  [/^reset: /, 'reset'],
  [/^undo commit: /, 'undo-commit'],
  [/^undo: /, 'undo'],
];

/**
 * The last step that moved a branch, from its reflog. Null for steps that are not taken back so, such as making the branch.
 * @param branch absent: the one that is checked out
 */
export async function readLastStep(root: string, branch?: string): Promise<LastStep | null> {
  const ref = branch === undefined ? await currentRef(root) : `refs/heads/${branch}`;
  if (ref === undefined) return null;
  const words = ['log', '--walk-reflogs', '--max-count=2', '--format=%H%x00%gs%x00%s', ref, '--'];
  const { code, out } = await tryGit({ root, words });
  if (code !== 0) return null;
  const [last, earlier] = out
    .toString()
    .split('\n')
    .map((line) => line.split('\0'));
  const [commit = '', message = '', subject = ''] = last ?? [];
  const kind = kinds.find(([pattern]) => pattern.test(message))?.[1];
  const before = earlier?.[0] ?? '';
  if (kind === undefined || (before === '' && kind !== 'commit')) return null;
  return { kind, subject, commit, before: before === '' ? null : before };
}

async function currentRef(root: string): Promise<string | undefined> {
  const { code, out } = await tryGit({ root, words: ['symbolic-ref', '--quiet', 'HEAD'] });
  return code === 0 ? out.toString().trim() : undefined;
}
