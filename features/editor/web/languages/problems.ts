import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { Problem } from '@e-code/host/contract';
import { tellOfAbsence } from './notices.ts';
import type { Subject } from './subject.ts';

/** Shows what the language server finds wrong, where it is in the text by now. */
export const problemsFrom = (subject: Subject): Extension => [
  lintGutter(),
  ViewPlugin.define((view) => new ProblemView(subject, view)),
];

class ProblemView {
  readonly #subject: Subject;
  readonly #view: EditorView;
  readonly #stop: (() => void)[];
  /** Told, but about text that this page has not received yet. */
  #early: readonly Problem[] | undefined;
  /** How often the host told of this document by itself. */
  #messages = 0;
  #destroyed = false;

  constructor(subject: Subject, view: EditorView) {
    this.#subject = subject;
    this.#view = view;
    const { socket } = subject.workspace;
    this.#stop = [
      socket.on('language.problems', ({ document, problems }) => {
        if (document !== subject.document.name) return;
        this.#messages += 1;
        this.#show(problems);
      }),
      // After a break, and in the first place: the host tells only what changes.
      socket.on('welcome', () => void this.#begin()),
      subject.document.state.subscribe(() => this.#renamed()),
    ];
    void this.#begin();
  }

  update({ docChanged }: ViewUpdate): void {
    if (docChanged && this.#early) setTimeout(() => this.#show(this.#early ?? []));
  }

  destroy(): void {
    this.#destroyed = true;
    for (const stop of this.#stop) stop();
  }

  #asked: string | undefined;

  /** The document has another history, which the host knows nothing about yet. */
  #renamed(): void {
    if (this.#subject.document.name !== this.#asked) void this.#begin();
  }

  async #begin(): Promise<void> {
    const document = this.#subject.document.name;
    this.#asked = document;
    if (document === undefined) return;
    const before = this.#messages;
    const answer = await this.#subject.client.ask('languages.open', { document }).catch(() => undefined);
    if (!answer || this.#destroyed || document !== this.#subject.document.name) return;
    if (answer.state) tellOfAbsence(answer.state);
    this.#subject.triggers = answer.triggers;
    this.#subject.signatureTriggers = answer.signatureTriggers;
    // A message that overtook the answer is newer.
    if (this.#messages === before) this.#show(answer.problems);
  }

  #show(problems: readonly Problem[]): void {
    if (this.#destroyed) return;
    const found = problems.map((problem) => this.#diagnostic(problem));
    this.#early = found.includes(undefined) ? problems : undefined;
    this.#view.dispatch(
      setDiagnostics(
        this.#view.state,
        found.filter((one) => one !== undefined),
      ),
    );
  }

  #diagnostic({ from, to, severity, message, source, code, unnecessary }: Problem): Diagnostic | undefined {
    const [start, end] = [this.#subject.place(from), this.#subject.place(to)];
    const { length } = this.#view.state.doc;
    if (start === undefined || end === undefined || start > length) return undefined;
    return {
      from: start,
      to: Math.min(length, Math.max(start, end)),
      severity,
      message,
      source: [source, code].filter((part) => part !== undefined).join(' '),
      ...(unnecessary && { markClass: 'cm-unnecessary' }),
    };
  }
}
