import { StateEffect, StateField, type Extension } from '@codemirror/state';
import { keymap, showTooltip, ViewPlugin, type EditorView, type Tooltip, type ViewUpdate } from '@codemirror/view';
import type { RouteAnswer } from '@e-code/host/contract';
import { documentationNode } from './markdown.ts';
import type { Subject } from './subject.ts';
import { t } from './texts.ts';

type Signature = NonNullable<RouteAnswer<'languages.signature'>>;

const setTip = StateEffect.define<Tooltip | null>();

const tip = StateField.define<Tooltip | null>({
  create: () => null,
  update(present, { changes, effects }) {
    for (const effect of effects) if (effect.is(setTip)) return effect.value;
    return present && { ...present, pos: changes.mapPos(present.pos) };
  },
  provide: (field) => showTooltip.from(field),
});

/** Typing rests so long before it is asked which argument that is. */
const rest = 60;

/** Which arguments a call takes, and which of them is being typed: after its parenthesis, or with Ctrl-Shift-Space. */
export function signatureFrom(subject: Subject): Extension {
  const plugin = ViewPlugin.define((view) => new SignatureView(subject, view));
  return [
    tip,
    plugin,
    keymap.of([
      {
        key: 'Mod-Shift-Space',
        run: (view) => {
          view.plugin(plugin)?.askSoon();
          return true;
        },
      },
      { key: 'Escape', run: (view) => view.plugin(plugin)?.close() === true },
    ]),
  ];
}

class SignatureView {
  readonly #subject: Subject;
  readonly #view: EditorView;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone = new AbortController();

  constructor(subject: Subject, view: EditorView) {
    this.#subject = subject;
    this.#view = view;
  }

  update({ docChanged, selectionSet, transactions, state, focusChanged, view }: ViewUpdate): void {
    const shown = state.field(tip) !== null;
    if (focusChanged && !view.hasFocus && shown) setTimeout(() => this.close());
    else if (shown && (docChanged || selectionSet)) this.askSoon();
    else if (docChanged && transactions.some((one) => one.isUserEvent('input')) && this.#isTriggered(state)) {
      this.askSoon();
    }
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
  }

  askSoon(): void {
    clearTimeout(this.#timer);
    this.#gone.abort();
    this.#gone = new AbortController();
    const { signal } = this.#gone;
    this.#timer = setTimeout(() => void this.#ask(signal), rest);
  }

  /** True when there was something to close. */
  close(): boolean {
    this.destroy();
    if (this.#view.state.field(tip, false) === null) return false;
    this.#view.dispatch({ effects: setTip.of(null) });
    return true;
  }

  #isTriggered({ doc, selection }: EditorView['state']): boolean {
    const { head } = selection.main;
    return head > 0 && this.#subject.signatureTriggers.includes(doc.sliceString(head - 1, head));
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const where = this.#subject.at(this.#view.state.selection.main.head);
    const answer =
      where && (await this.#subject.client.ask('languages.signature', where, signal).catch(() => undefined));
    if (signal.aborted) return;
    if (!answer) return void this.close();
    const pos = this.#view.state.selection.main.head;
    const create = () => ({ dom: signatureNode(answer) });
    this.#view.dispatch({ effects: setTip.of({ pos, above: true, create }) });
  }
}

function signatureNode({ label, from, to, more, markdown }: Signature): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cm-signature';
  const call = document.createElement('code');
  const argument = document.createElement('strong');
  argument.textContent = label.slice(from, to);
  call.append(label.slice(0, from), argument, label.slice(to));
  node.append(call);
  if (more > 0) {
    const note = document.createElement('small');
    note.textContent = t('moreSignatures', { count: more });
    node.append(note);
  }
  if (markdown.trim() !== '') node.append(documentationNode(markdown));
  return node;
}
