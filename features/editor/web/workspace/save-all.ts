import { toast } from '@e-code/kernel/web';
import { Store } from '../parts/store.ts';
import { formatOnSave } from '../settings/editor-settings.ts';
import { t } from '../texts.ts';
import type { Workspace } from './workspace.ts';

/** Counts the times that someone asked for "everything is on disk" and it was: the status bar answers with a tick. */
export const confirmed = new Store(0);

/** Ctrl-S: formats the file in use where its project says how, writes what waits, and says so when it cannot. */
export async function saveAll(workspace: Workspace): Promise<void> {
  if (formatOnSave.get() && workspace.documents.state.get().kind !== 'offline') await format(workspace);
  if (await workspace.documents.flush()) return confirmed.update((count) => count + 1);
  if (workspace.documents.state.get().kind === 'offline') toast.info(t('savedLater'));
}

async function format(workspace: Workspace): Promise<void> {
  const part = await import('../languages/format-on-save.ts').catch(() => undefined);
  await part?.formatBeforeSaving(workspace);
}
