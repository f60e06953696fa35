import { toast } from '@e-code/kernel/web';
import type { GitOutcome, LastStep } from '@e-code/host/contract';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

type Step = Pick<LastStep, 'kind' | 'commit'>;

/** Takes back what moved the branch last. Of a commit, its changes are staged again and its message waits in the box. */
export async function takeBack(repository: Repository, { kind, commit }: Step): Promise<void> {
  const { client } = repository;
  const message = kind === 'commit' ? (await client.ask('git.lastMessage', {})).message : '';
  const { stashed } = await client.ask('git.undo', { kind, commit });
  if (stashed) toast.info(t('keptInStash'), { timeout: 0 });
  // Before the message is there: who commits with it is to commit what is staged again, and not everything.
  await repository.refresh();
  if (repository.message.get().trim() === '') repository.message.set(message);
}

/** Says how a step ended, and offers the way back where there is one. */
export function tellOutcome(
  repository: Repository,
  { conflicts, nothing, stashed, kept, step }: GitOutcome,
  done: string,
): void {
  if (stashed) toast.info(t('keptInStash'), { timeout: 0 });
  else if (conflicts.length > 0) toast.info(t('conflictsStopped', { count: conflicts.length }));
  else if (kept !== undefined) {
    toast.undo(done, async () => {
      await repository.client.ask('git.undoDiscard', { undo: kept });
      await repository.refresh();
    });
  } else if (step !== undefined) toast.undo(done, () => takeBack(repository, step));
  else if (nothing) toast.info(t('nothingNew'));
  else toast.success(done);
}

const undoTexts = {
  commit: 'undoCommit',
  amend: 'undoAmend',
  merge: 'undoMerge',
  rebase: 'undoRebase',
  'cherry-pick': 'undoPick',
  revert: 'undoRevert',
  pull: 'undoPull',
  reset: 'undoReset',
  undo: 'redo',
  'undo-commit': 'redo',
} as const;

/** A menu is no place for long subjects; characters. */
const shownSubject = 30;

/** What taking back would take back, as the menu says it. */
export function undoLabel({ kind, subject }: LastStep): string {
  const short = subject.length > shownSubject ? `${subject.slice(0, shownSubject).trimEnd()}…` : subject;
  return t(undoTexts[kind], { subject: short });
}
