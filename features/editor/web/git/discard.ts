import { toast } from '@e-code/kernel/web';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** Where a changed file is listed. */
export type Group = 'conflicts' | 'staged' | 'unstaged';

/** Takes files back to what is staged; the toast brings the changes back. */
export async function discard(repository: Repository, paths: string[]): Promise<void> {
  const answer = await repository.act(() => repository.client.ask('git.discard', { paths }));
  if (answer) offerUndo(repository, answer.undo, paths.length);
}

/** What was discarded can be brought back for a while. */
export function offerUndo(repository: Repository, undo: string, count: number): void {
  toast.undo(t('discarded', { count }), async () => {
    await repository.client.ask('git.undoDiscard', { undo });
    await repository.refresh();
  });
}
