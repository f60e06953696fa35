import { StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { debuggerOf, type Debugger } from './debugger.ts';
import { hoverValues } from './hover.ts';
import { debugMarks, setBreakpointMarks, setStopLine } from './marks.ts';
import { debugWanted } from './wanted.ts';

/** Keeps an editor's breakpoints and the line of the stop true, and lets its line numbers set them. Returns the end. */
export function showBreakpoints(view: EditorView, document: FileDocument, workspace: Workspace): () => void {
  const owner = debuggerOf(workspace);
  view.dispatch({ effects: StateEffect.appendConfig.of([debugMarks, hoverValues(owner)]) });
  const show = (): void => {
    const effects = [
      setBreakpointMarks.of(owner.breakpointsOf(document.path)),
      setStopLine.of(stopLineIn(owner, document.path)),
    ];
    view.dispatch({ effects });
  };
  show();
  const stops = [owner.state.subscribe(show), owner.standing.subscribe(show), onLineNumbers(view, document, owner)];
  return () => {
    for (const stop of stops) stop();
  };
}

function stopLineIn(owner: Debugger, path: string): { line: number; top: boolean } | null {
  const standing = owner.standing.get();
  if (standing?.frame?.path !== path) return null;
  return { line: standing.frame.line, top: standing.frame.id === standing.frames[0]?.id };
}

/** A click beside a line sets or removes its breakpoint, the other button asks for a condition. */
function onLineNumbers(view: EditorView, file: FileDocument, owner: Debugger): () => void {
  if (!owner.workspace.rights.run) return () => undefined;
  const leave = new AbortController();
  const lineOf = (event: MouseEvent): number | undefined => {
    if (!(event.target instanceof Element) || event.target.closest('.cm-lineNumbers') === null) return undefined;
    const block = view.lineBlockAtHeight(event.clientY - view.documentTop);
    return view.state.doc.lineAt(block.from).number;
  };
  const onClick = (event: MouseEvent): void => {
    const line = lineOf(event);
    if (line !== undefined) void owner.toggle(file.path, line);
  };
  const onMenu = (event: MouseEvent): void => {
    const line = lineOf(event);
    if (line === undefined) return;
    event.preventDefault();
    debugWanted.set(true);
    owner.editing.set({ path: file.path, line });
  };
  view.dom.addEventListener('click', onClick, leave);
  view.dom.addEventListener('contextmenu', onMenu, leave);
  return () => leave.abort();
}
