import type { GitOutcome, LastStep } from '../contract/git.ts';
import { HostError } from '../failure.ts';
import { readLastStep } from './last-step.ts';
import { explainFailure, git, type GitCall, tryGit } from './run-git.ts';
import { applyStash, readStashes, stash } from './stashes.ts';

/** After these what the commit brought is staged again; everything else is taken back with its files. */
const staged: ReadonlySet<LastStep['kind']> = new Set(['commit', 'amend', 'undo-commit']);

type Undone = { readonly root: string; readonly identity: Record<string, string> };

/**
 * Takes back the last step while it is still this one. A commit leaves its changes staged. Everything else takes its files
 * back; what is not committed is put aside where it is in the way, and comes back after. The undoing is a step itself, which
 * can be taken back.
 */
export async function undoLastStep(
  { root, identity }: Undone,
  { kind, commit }: Pick<LastStep, 'kind' | 'commit'>,
): Promise<GitOutcome> {
  const last = await readLastStep(root);
  const head = (await git({ root, words: ['rev-parse', 'HEAD'] })).trim();
  if (last === null || last.kind !== kind || last.commit !== commit || head !== commit) {
    throw new HostError('git_changed');
  }
  const { before } = last;
  if (before === null) await git({ root, words: ['update-ref', '-d', 'HEAD', commit] });
  else if (staged.has(kind)) await git(resetTo({ root, before, how: '--soft', action: 'undo commit' }));
  else return undoWithFiles({ root, identity }, before);
  return { conflicts: [], said: '' };
}

type Reset = { root: string; before: string; how: '--soft' | '--keep'; action: string };

const resetTo = ({ root, before, how, action }: Reset): GitCall => ({
  root,
  words: ['reset', '--quiet', how, before],
  environment: { GIT_REFLOG_ACTION: action },
});

/** Somebody types nearly always, so that their changes must not keep anybody from undoing. */
async function undoWithFiles({ root, identity }: Undone, before: string): Promise<GitOutcome> {
  const reset = resetTo({ root, before, how: '--keep', action: 'undo' });
  const { code, said } = await tryGit(reset);
  if (code === 0) return { conflicts: [], said: '' };
  const failure = explainFailure(said);
  if (failure.code !== 'git_in_the_way' || !(await putAside(root, identity))) throw failure;
  const again = await tryGit(reset);
  const outcome = await applyStash(root, 0, true);
  if (again.code !== 0) throw failure;
  return outcome.conflicts.length > 0 ? { ...outcome, stashed: true } : outcome;
}

/** @returns whether there was anything: without it the newest stash is somebody's */
async function putAside(root: string, identity: Record<string, string>): Promise<boolean> {
  const newest = async (): Promise<string | undefined> => (await readStashes(root))[0]?.commit;
  const known = await newest();
  await stash(root, { message: stashTitle, untracked: false, identity });
  return (await newest()) !== known;
}

/** As git calls what it puts aside by itself. */
const stashTitle = 'autostash';
