import { toast } from '@e-code/kernel/web';
import { Store } from '../parts/store.ts';
import { t } from '../texts.ts';
import type { Workspace } from './workspace.ts';

/** Counts the times that someone asked for "everything is on disk" and it was: the status bar answers with a tick. */
export const confirmed = new Store(0);

/** Ctrl-S: writes what waits, and says so when it cannot. */
export async function saveAll(workspace: Workspace): Promise<void> {
  if (await workspace.documents.flush()) return confirmed.update((count) => count + 1);
  if (workspace.documents.state.get().kind === 'offline') toast.info(t('savedLater'));
}
