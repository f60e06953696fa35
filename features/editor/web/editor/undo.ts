import { Facet, type Extension } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import type { FileDocument } from '../documents/document.ts';

type Direction = 'undo' | 'redo';

/** The document that an editor shows. */
const shown = Facet.define<FileDocument, FileDocument | undefined>({ combine: ([document]) => document });

/** Takes back what was typed in this page, in whichever panel, and shows where it was. */
function travel(view: EditorView, direction: Direction): boolean {
  if (view.state.readOnly) return false;
  const { anchor, head } = view.state.selection.main;
  const place = view.state.facet(shown)?.[direction]({ anchor, head });
  if (!place) return false;
  const { length } = view.state.doc;
  view.dispatch({
    selection: { anchor: Math.min(place.anchor, length), head: Math.min(place.head, length) },
    scrollIntoView: true,
    userEvent: direction,
  });
  return true;
}

export const undo = (view: EditorView): boolean => travel(view, 'undo');
export const redo = (view: EditorView): boolean => travel(view, 'redo');

/** The keys of undo and redo, and what menus and phones send for them. */
const undoKeys: Extension = [
  keymap.of([
    { key: 'Mod-z', run: undo, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: redo, preventDefault: true },
    { linux: 'Ctrl-Shift-z', run: redo, preventDefault: true },
  ]),
  EditorView.domEventHandlers({
    beforeinput(event, view) {
      const command = { historyUndo: undo, historyRedo: redo }[event.inputType];
      if (!command) return false;
      event.preventDefault();
      return command(view);
    },
  }),
];

/**
 * Undo of a document instead of the editor's own: it is shared by all panels of the file, outlives them, and holds nothing
 * that others, programs or the disk changed.
 */
export function undoOf(document: FileDocument): Extension {
  return [undoKeys, shown.of(document)];
}
