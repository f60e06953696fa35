import { Annotation, Compartment, EditorState, Prec, Transaction, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { DocumentView, FileDocument } from '../documents/document.ts';
import type { EditorStatus, Place } from '../layout/layout.ts';
import type { EditorKeys } from '../settings/editor-settings.ts';
import { baseExtensions, indentation, indentExtension, readOnlyExtension } from './extensions.ts';
import { loadKeys } from './key-modes.ts';
import { languageOf, loadLanguage } from './languages.ts';
import { undoOf } from './undo.ts';
import { remoteCursors } from '../presence/remote-cursors.ts';

/** Marks changes that come from the document and must not go back to it. */
const fromDocument = Annotation.define<boolean>();

export type EditorOptions = {
  readonly parent: HTMLElement;
  readonly document: FileDocument;
  readonly readOnly: boolean;
  readonly onStatus: (status: EditorStatus) => void;
  readonly onFocus: (view: EditorView) => void;
  readonly onSave: () => void;
  /** The cursor or what is in view moved. */
  readonly onMoved: () => void;
  /** Names the editor for screen readers. */
  readonly label: string;
};

export type EditorLook = {
  readonly keys: EditorKeys;
  readonly wordWrap: boolean;
  readonly tabSize: number;
};

const lineBreakNames = { '\n': 'LF', '\r\n': 'CRLF', mixed: 'Mixed' } as const;

/** An editor of a document in the page. Editors of one document show each other's changes at once. */
export class DocumentEditor implements DocumentView {
  readonly view: EditorView;
  readonly #options: EditorOptions;
  readonly #language = new Compartment();
  readonly #keys = new Compartment();
  readonly #look = new Compartment();
  readonly #rights = new Compartment();
  readonly #intelligence = new Compartment();
  readonly #detach: () => void;
  #keyMode: EditorKeys = 'standard';
  #destroyed = false;

  constructor(options: EditorOptions, look: EditorLook) {
    this.#options = options;
    const { parent, document } = options;
    this.view = new EditorView({
      parent,
      state: EditorState.create({ doc: document.text, extensions: this.#extensions(look) }),
    });
    this.#detach = document.attach(this);
    void this.setKeys(look.keys);
    void this.setLanguage();
    this.tell();
  }

  /** Another editor, or the disk, changed the document. The selection stays where it was in the text. */
  receive(changes: Parameters<DocumentView['receive']>[0]): void {
    this.view.dispatch({ changes, annotations: [fromDocument.of(true), Transaction.addToHistory.of(false)] });
  }

  async setKeys(keys: EditorKeys): Promise<void> {
    if (keys === this.#keyMode) return;
    this.#keyMode = keys;
    const extension = await loadKeys(keys, this.#options.onSave);
    if (!this.#destroyed && this.#keyMode === keys) this.#reconfigure(this.#keys, Prec.highest(extension));
  }

  async setLanguage(): Promise<void> {
    const support = await loadLanguage(this.#options.document.path);
    if (!this.#destroyed) this.#reconfigure(this.#language, support ?? []);
  }

  setLook(look: EditorLook): void {
    void this.setKeys(look.keys);
    this.#reconfigure(this.#look, this.#lookExtension(look, this.#options.document.text));
  }

  /** What a language server adds, once it is loaded. */
  setIntelligence(extension: Extension): void {
    if (!this.#destroyed) this.#reconfigure(this.#intelligence, extension);
  }

  setReadOnly(readOnly: boolean): void {
    this.#reconfigure(this.#rights, readOnlyExtension(readOnly));
  }

  goTo({ line, column = 1 }: Place): void {
    const { state } = this.view;
    const at = state.doc.line(Math.min(Math.max(1, line), state.doc.lines));
    const position = Math.min(at.to, at.from + Math.max(0, column - 1));
    this.view.dispatch({
      selection: { anchor: position },
      effects: EditorView.scrollIntoView(position, { y: 'center' }),
    });
  }

  destroy(): void {
    this.#destroyed = true;
    this.#detach();
    this.view.destroy();
  }

  /** Tells the status bar where the cursor is. */
  tell(): void {
    const { state } = this.view;
    const { document, onStatus } = this.#options;
    const { main, ranges } = state.selection;
    const line = state.doc.lineAt(main.head);
    onStatus({
      path: document.path,
      line: line.number,
      column: main.head - line.from + 1,
      selected: ranges.reduce((sum, range) => sum + range.to - range.from, 0),
      cursors: ranges.length,
      language: languageOf(document.path)?.name ?? 'Plain text',
      indent: state.facet(EditorState.tabSize) > 0 ? this.#indentName() : '',
      lineBreak: lineBreakNames[document.lineEnding],
    });
  }

  #indentName(): string {
    const unit = indentation(this.view.state, 2);
    return unit === '\t' ? 'Tabs' : `Spaces: ${unit.length}`;
  }

  #extensions(look: EditorLook): Extension {
    const { document, readOnly, label } = this.#options;
    return [
      this.#keys.of([]),
      baseExtensions,
      this.#intelligence.of([]),
      this.#language.of([]),
      this.#look.of(this.#lookExtension(look, document.text)),
      this.#rights.of(readOnlyExtension(readOnly)),
      undoOf(document),
      remoteCursors(document),
      EditorView.domEventObservers({ scroll: () => this.#options.onMoved() }),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((transaction) => transaction.annotation(fromDocument))) {
          const { anchor, head } = update.startState.selection.main;
          document.edit(update.changes, this, { anchor, head });
        }
        if (update.focusChanged && update.view.hasFocus) this.#options.onFocus(update.view);
        if (!update.docChanged && !update.selectionSet) return;
        this.tell();
        this.#options.onMoved();
      }),
    ];
  }

  #lookExtension(look: EditorLook, text: FileDocument['text']): Extension {
    return [
      indentExtension(indentation({ doc: text }, look.tabSize), look.tabSize),
      look.wordWrap ? EditorView.lineWrapping : [],
    ];
  }

  #reconfigure(compartment: Compartment, extension: Extension): void {
    this.view.dispatch({ effects: compartment.reconfigure(extension) });
  }
}
