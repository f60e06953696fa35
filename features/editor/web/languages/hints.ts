import type { Extension } from '@codemirror/state';
import { Decoration, WidgetType } from '@codemirror/view';
import { inlayHints } from '../settings/editor-settings.ts';
import { askedMarks } from './asked-marks.ts';
import type { Subject } from './subject.ts';

const rest = 300;

class Hint extends WidgetType {
  readonly #text: string;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override eq(other: Hint): boolean {
    return other.#text === this.#text;
  }

  override toDOM(): HTMLElement {
    const node = document.createElement('span');
    node.className = 'cm-inlay-hint';
    node.textContent = this.#text;
    // It is not part of the text, which is what is read and copied.
    node.setAttribute('aria-hidden', 'true');
    return node;
  }
}

/** Types and names of arguments between the words, for the lines in view. */
export const hintsFrom = (subject: Subject): Extension =>
  askedMarks(subject, {
    setting: inlayHints,
    rest,
    changed: ({ docChanged, viewportChanged }) => docChanged || viewportChanged,
    async ask(view, signal) {
      const present = subject.present();
      if (!present) return undefined;
      const { from, to } = view.viewport;
      const range = { from: subject.anchor(from, 0), to: subject.anchor(to, -1) };
      const { hints } = await subject.client.ask('languages.hints', { ...present, ...range }, signal);
      const { length } = view.state.doc;
      return Decoration.set(
        hints.flatMap(({ at, text }) => {
          const place = subject.place(at);
          if (place === undefined || place > length) return [];
          return [Decoration.widget({ widget: new Hint(text), side: text.endsWith(' ') ? 1 : -1 }).range(place)];
        }),
        true,
      );
    },
  });
