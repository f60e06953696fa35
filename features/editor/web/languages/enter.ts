import { completionStatus, currentCompletions, pickedCompletion, type Completion } from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap, ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';

/** The list as it was last answered. */
class LastList {
  options: readonly Completion[] = [];

  update({ state }: ViewUpdate): void {
    const options = currentCompletions(state);
    if (options.length > 0) this.options = options;
  }
}

const lastList = ViewPlugin.define(() => new LastList());

/**
 * Enter takes the best of the list that is shown, also while the answer to the last letter is awaited. CodeMirror takes
 * nothing from such a list and breaks the line, which is what nobody means who sees the name and presses Enter.
 */
export const enterTakesWhatIsShown: Extension = [lastList, Prec.highest(keymap.of([{ key: 'Enter', run: take }]))];

function take(view: EditorView): boolean {
  const { state } = view;
  // The class is CodeMirror's own word for "shown, and about an older text".
  const waits = completionStatus(state) === 'pending' && view.dom.querySelector('.cm-tooltip-autocomplete-disabled');
  if (!waits || state.readOnly) return false;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  const typed = /[\p{L}\p{N}_$]*$/u.exec(line.text.slice(0, head - line.from))?.[0] ?? '';
  const chosen = bestOf(view.plugin(lastList)?.options ?? [], typed);
  if (chosen === undefined) return false;
  const from = head - typed.length;
  if (typeof chosen.apply === 'function') chosen.apply(view, chosen, from, head);
  else {
    view.dispatch({
      changes: { from, to: head, insert: chosen.apply ?? chosen.label },
      selection: { anchor: from + (chosen.apply ?? chosen.label).length },
      annotations: pickedCompletion.of(chosen),
      userEvent: 'input.complete',
    });
  }
  return true;
}

/** What begins with the letters, else what has them in this order, as the list itself ranks. */
export function bestOf(options: readonly Completion[], typed: string): Completion | undefined {
  const letters = typed.toLowerCase();
  return (
    options.find(({ label }) => label.startsWith(typed)) ??
    options.find(({ label }) => label.toLowerCase().startsWith(letters)) ??
    options.find(({ label }) => hasInOrder(label.toLowerCase(), letters))
  );
}

function hasInOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
