import type { ClipboardEvent } from 'react';
import type { Workspace } from '../workspace/workspace.ts';
import { pastedFiles, type UploadFile } from './uploads.ts';

/**
 * Copy, cut and paste by the clipboard's own events, so that what was copied last counts, wherever it was: files and
 * pictures of other programs are uploaded, entries of the tree are copied or moved.
 */
export function clipboardHandlers(workspace: Workspace, onFiles: (files: readonly UploadFile[]) => void) {
  const { tree, files, rights } = workspace;

  function take(event: ClipboardEvent, cut: boolean): void {
    const paths = [...tree.selected.get()];
    if (inField(event) || paths.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', paths.join('\n'));
    files.clipboard.set({ paths, cut });
  }

  return {
    onCopy: (event: ClipboardEvent) => take(event, false),
    onCut(event: ClipboardEvent) {
      if (rights.write) take(event, true);
    },
    onPaste(event: ClipboardEvent) {
      if (inField(event) || !rights.write) return;
      event.preventDefault();
      const folder = tree.folderAtFocus();
      const brought = pastedFiles(event.clipboardData.files, folder);
      if (brought.length > 0) onFiles(brought);
      else if (isOurs(event.clipboardData, files.clipboard.get()?.paths)) void files.paste(folder);
    },
  };
}

/** The text of the clipboard is that of our entries still: nothing else was copied since. */
function isOurs(data: DataTransfer, paths: readonly string[] | undefined): boolean {
  const text = data.getData('text/plain');
  return paths !== undefined && (text === '' || text === paths.join('\n'));
}

const inField = (event: ClipboardEvent): boolean => event.target instanceof HTMLInputElement;
