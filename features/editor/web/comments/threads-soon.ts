import type { EditorView } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';
import { startSoon } from '../parts/first-look.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Shows the threads of an editor's file as soon as that code is here. Returns the end. */
export function showThreadsSoon(view: EditorView, document: FileDocument, workspace: Workspace): () => void {
  return startSoon(async () => {
    const { showThreads } = await import('./editor-threads.ts');
    return () => showThreads(view, document, workspace);
  });
}
