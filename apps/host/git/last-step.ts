import type { LastStep } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { git, tryGit } from './run-git.ts';

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

/** After these what the commit brought is staged again; everything else is taken back with its files. */
const staged: ReadonlySet<LastStep['kind']> = new Set(['commit', 'amend', 'undo-commit']);

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

/**
 * Takes back the last step while it is still this one. A commit leaves its changes staged. Everything else leaves what is
 * not committed as it is, and is refused where that is in its way. The undoing is a step itself, which can be taken back.
 */
export async function undoLastStep(root: string, { kind, commit }: Pick<LastStep, 'kind' | 'commit'>): Promise<void> {
  const last = await readLastStep(root);
  const head = (await git({ root, words: ['rev-parse', 'HEAD'] })).trim();
  if (last === null || last.kind !== kind || last.commit !== commit || head !== commit) {
    throw new HostError('git_changed');
  }
  if (last.before === null) return void (await git({ root, words: ['update-ref', '-d', 'HEAD', commit] }));
  const words = ['reset', '--quiet', staged.has(kind) ? '--soft' : '--keep', last.before];
  await git({ root, words, environment: { GIT_REFLOG_ACTION: staged.has(kind) ? 'undo commit' : 'undo' } });
}

async function currentRef(root: string): Promise<string | undefined> {
  const { code, out } = await tryGit({ root, words: ['symbolic-ref', '--quiet', 'HEAD'] });
  return code === 0 ? out.toString().trim() : undefined;
}
