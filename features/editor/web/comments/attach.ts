import { fromAnchor } from '@e-code/host/text';
import { toast } from '@e-code/kernel/web';
import type { Workspace } from '../workspace/workspace.ts';
import type { Thread } from './endpoints.ts';
import { takeQuotation } from './take-quotation.ts';
import { t } from './texts.ts';
import { threadBookOf } from './thread-book.ts';

/** Says that a thread belongs to what is selected in the editor, or to the line of the cursor. */
export async function attachToSelection(workspace: Workspace, thread: Thread): Promise<void> {
  const { layout } = workspace;
  const path = layout.activeFile.get();
  const range = layout.view?.state.selection.main;
  await attach(workspace, thread, path, range);
}

/** Says that the place which the host found is the right one. */
export async function confirmPlace(workspace: Workspace, thread: Thread): Promise<void> {
  const placed = threadBookOf(workspace).places.known.get().get(thread.id);
  const document = placed?.path == null ? undefined : workspace.documents.get(placed.path);
  if (!placed?.at || !document?.shared || document.name !== `${placed.at.document}.${placed.at.epoch}`) {
    return void toast.info(t('openFirst'), { description: t('openFirstHint') });
  }
  const from = fromAnchor(document.shared, placed.at.start);
  const to = fromAnchor(document.shared, placed.at.end);
  await attach(workspace, thread, document.path, from === undefined || to === undefined ? undefined : { from, to });
}

/** The thread that is read, when its words changed or are gone. */
export function flaggedThread(workspace: Workspace): Thread | undefined {
  const book = threadBookOf(workspace);
  const thread = book.threads.get().get(book.selected.get() ?? '');
  const placement = thread && book.places.known.get().get(thread.id)?.placement;
  return placement === 'moved' || placement === 'gone' ? thread : undefined;
}

/** For the palette and the keyboard. */
export async function attachFlagged(workspace: Workspace): Promise<void> {
  const thread = flaggedThread(workspace);
  if (!thread) return void toast.info(t('nothingFlagged'), { description: t('nothingFlaggedHint') });
  await attachToSelection(workspace, thread);
}

async function attach(
  workspace: Workspace,
  thread: Thread,
  path: string | undefined,
  range: { readonly from: number; readonly to: number } | undefined,
): Promise<void> {
  const document = path === undefined ? undefined : workspace.documents.get(path);
  const quotation = document && range && (await takeQuotation(workspace, document, range));
  if (!quotation) return void toast.info(t('cannotAttach'), { description: t('cannotAttachHint') });
  const book = threadBookOf(workspace);
  if (!(await book.attach(thread.id, quotation))) return;
  toast.undo(t('attached', { path: quotation.path, line: String(quotation.lines[0]) }), async () => {
    await book.attach(thread.id, thread.attached);
  });
}
