import { Prec, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { Setting } from '@e-code/kernel/web';
import type { Subject } from './subject.ts';

export type AskedMarks = {
  /** Shown while this is on. */
  readonly setting?: Setting<boolean>;
  /** How long nothing has to happen before it is asked, in milliseconds. */
  readonly rest: number;
  /** Whether what is shown may not hold any more. */
  readonly changed: (update: ViewUpdate) => boolean;
  /** The marks for the text as it is when they come; undefined leaves those that are there. */
  readonly ask: (view: EditorView, signal: AbortSignal) => Promise<DecorationSet | undefined>;
};

/** Marks in the text that a language server is asked for: they move with the text, and are asked anew when it rests. */
export function askedMarks(subject: Subject, marks: AskedMarks): Extension {
  return Prec.high(
    ViewPlugin.define((view) => new MarksView(subject, view, marks), { decorations: (plugin) => plugin.shown }),
  );
}

class MarksView {
  shown: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #marks: AskedMarks;
  readonly #stops: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone = new AbortController();

  constructor(subject: Subject, view: EditorView, marks: AskedMarks) {
    this.#view = view;
    this.#marks = marks;
    let name = subject.document.name;
    this.#stops = [
      marks.setting?.subscribe(() => this.#askSoon()) ?? (() => undefined),
      // Connected, or connected to another history of the document.
      subject.document.state.subscribe(() => {
        if (subject.document.name === name) return;
        ({ name } = subject.document);
        this.#askSoon();
      }),
    ];
    this.#askSoon();
  }

  update(update: ViewUpdate): void {
    if (update.docChanged) this.shown = this.shown.map(update.changes);
    if (this.#marks.changed(update)) this.#askSoon();
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
    for (const stop of this.#stops) stop();
  }

  #askSoon(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    this.#timer = setTimeout(() => void this.#ask(signal), this.#marks.rest);
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const on = this.#marks.setting?.get() !== false;
    // A server that is busy or starts anew has nothing to say; what is shown stays.
    const next = on ? await this.#marks.ask(this.#view, signal).catch(() => undefined) : Decoration.none;
    if (next === undefined || signal.aborted || (next.size === 0 && this.shown.size === 0)) return;
    this.shown = next;
    this.#view.dispatch({});
  }
}
