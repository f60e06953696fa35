import { forEachDiagnostic, setDiagnosticsEffect } from '@codemirror/lint';
import type { EditorState, Extension } from '@codemirror/state';
import { Decoration, WidgetType, type EditorView } from '@codemirror/view';
import { askedMarks } from './asked-marks.ts';
import { listFixes } from './commands.ts';
import type { Subject } from './subject.ts';
import { t } from './texts.ts';

const rest = 350;
const drawing =
  'M9 18h6M10 22h4M15.09 14c.18-.98.65-1.74 1.41-2.5A4.65 4.65 0 0 0 18 8 6 6 0 0 0 6 8c0 1 .23 2.23 1.5 3.5A4.61 4.61 0 0 1 8.91 14';

class Lightbulb extends WidgetType {
  readonly #subject: Subject;

  constructor(subject: Subject) {
    super();
    this.#subject = subject;
  }

  override eq(other: Lightbulb): boolean {
    return other.#subject === this.#subject;
  }

  override toDOM(view: EditorView): HTMLElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'cm-lightbulb';
    button.title = t('fixesHint');
    button.setAttribute('aria-label', t('fixesHint'));
    button.tabIndex = -1;
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', drawing);
    svg.append(path);
    button.append(svg);
    button.addEventListener('mousedown', (event) => event.preventDefault());
    button.addEventListener('click', () => void listFixes(this.#subject, view));
    return button;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** A bulb behind the line of the cursor when something can be done about a problem there. */
export const lightbulbFrom = (subject: Subject): Extension =>
  askedMarks(subject, {
    rest,
    changed: ({ docChanged, selectionSet, transactions }) =>
      docChanged ||
      selectionSet ||
      transactions.some(({ effects }) => effects.some((one) => one.is(setDiagnosticsEffect))),
    async ask(view, signal) {
      const present = subject.present();
      const { state } = view;
      if (!present || state.readOnly || !hasProblem(state)) return Decoration.none;
      const { from, to } = state.selection.main;
      const range = { from: subject.anchor(from, -1), to: subject.anchor(to, -1) };
      const { actions } = await subject.client.ask('languages.actions', { ...present, ...range }, signal);
      if (actions.length === 0) return Decoration.none;
      const { to: end } = view.state.doc.lineAt(view.state.selection.main.head);
      return Decoration.set(Decoration.widget({ widget: new Lightbulb(subject), side: 2 }).range(end));
    },
  });

/** Servers offer little where nothing is wrong, and are not asked for every place that a cursor passes. */
function hasProblem(state: EditorState): boolean {
  const { from, to } = state.selection.main;
  let found = false;
  forEachDiagnostic(state, (_, start, end) => {
    found ||= start <= to && end >= from;
  });
  return found;
}
