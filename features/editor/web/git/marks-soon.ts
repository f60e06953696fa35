import type { EditorView } from '@codemirror/view';
import type { Workspace } from '../workspace/workspace.ts';

/** Marks the changed lines of an editor, and their authors when wanted, as soon as that code is here. Returns the end. */
export function showGitMarksSoon(view: EditorView, path: () => string, workspace: Workspace): () => void {
  let ended = false;
  let stop: (() => void) | undefined;
  void import('./editor-marks.ts').then(({ showGitMarks }) => {
    if (!ended) stop = showGitMarks(view, path, workspace);
  });
  return () => {
    ended = true;
    stop?.();
  };
}
