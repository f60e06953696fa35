import type { EditorView } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';
import { startSoon } from '../parts/first-look.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Shows the breakpoints of an editor's file as soon as that code is here. Returns the end. */
export const showBreakpointsSoon = (view: EditorView, document: FileDocument, workspace: Workspace): (() => void) =>
  startSoon(async () => {
    const { showBreakpoints } = await import('./editor-breakpoints.ts');
    return () => showBreakpoints(view, document, workspace);
  });
