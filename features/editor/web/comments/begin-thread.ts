import { toast } from '@e-code/kernel/web';
import type { Workspace } from '../workspace/workspace.ts';
import { takeQuotation } from './take-quotation.ts';
import { t } from './texts.ts';
import { threadBookOf } from './thread-book.ts';

/** Opens the panel with an empty comment about what is selected, or about the line of the cursor. */
export async function beginThread(
  workspace: Workspace,
  path = workspace.layout.activeFile.get(),
  range?: { readonly from: number; readonly to: number },
): Promise<void> {
  const { documents, layout } = workspace;
  if (threadBookOf(workspace).reader.get()?.writes === false) {
    return void toast.info(t('readsOnly'), { description: t('noneOpenReader') });
  }
  const document = path === undefined ? undefined : documents.get(path);
  const selection = range ?? layout.view?.state.selection.main;
  const quotation = document && selection && (await takeQuotation(workspace, document, selection));
  if (!quotation) return void toast.info(t('cannotComment'), { description: t('cannotCommentHint') });
  const book = threadBookOf(workspace);
  book.selected.set(undefined);
  book.draft.set(quotation);
  showPanel(workspace);
}

/** Shows the panel of comments, where the window has room for it or in place of the editor. */
export function showPanel({ layout }: Workspace): void {
  layout.side.set('comments');
  if (!layout.docked) layout.phoneView.set('files');
}

/** Shows a thread and its place in the file. */
export async function showThread(workspace: Workspace, id: string): Promise<void> {
  showPanel(workspace);
  await threadBookOf(workspace).select(id, true);
}
