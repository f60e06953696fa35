import type { EditorView } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Shows the threads of an editor's file as soon as that code is here. Returns the end. */
export function showThreadsSoon(view: EditorView, document: FileDocument, workspace: Workspace): () => void {
  let ended = false;
  let stop: (() => void) | undefined;
  void import('./editor-threads.ts').then(({ showThreads }) => {
    if (!ended) stop = showThreads(view, document, workspace);
  });
  return () => {
    ended = true;
    stop?.();
  };
}
