import { StateEffect, StateField } from '@codemirror/state';
import { showPanel, type EditorView, type Panel } from '@codemirror/view';
import { t } from './texts.ts';

/** Something to choose from below the text. */
export type ListContent = {
  readonly title: string;
  readonly rows: readonly { readonly text: string; readonly note?: string; readonly run?: () => void }[];
  /** What happens when all of it is accepted. */
  readonly accept?: { readonly label: string; readonly run: () => void };
};

const setList = StateEffect.define<ListContent | undefined>();

/** The list that is shown, if any. */
export const listPanel = StateField.define<ListContent | undefined>({
  create: () => undefined,
  update: (present, { effects }) =>
    effects.find((effect) => effect.is(setList))?.value ?? keepUnlessCleared(present, effects),
  provide: (field) => showPanel.from(field, (content) => (content ? (view) => draw(view, content) : null)),
});

const keepUnlessCleared = (present: ListContent | undefined, effects: readonly StateEffect<unknown>[]) =>
  effects.some((effect) => effect.is(setList)) ? undefined : present;

/** Shows a list with its first entry in focus. */
export function showList(view: EditorView, content: ListContent): void {
  view.dispatch({ effects: setList.of(content) });
  view.dom.querySelector<HTMLElement>('.cm-list button')?.focus();
}

export function closeList(view: EditorView): void {
  view.dispatch({ effects: setList.of(undefined) });
  view.focus();
}

function draw(view: EditorView, { title, rows, accept }: ListContent): Panel {
  const dom = document.createElement('section');
  dom.className = 'cm-list';
  dom.setAttribute('aria-label', title);
  dom.addEventListener('keydown', (event) => moveOrClose(view, dom, event));
  const head = document.createElement('header');
  head.append(title);
  const buttons = document.createElement('span');
  if (accept) buttons.append(button(accept.label, () => finish(view, accept.run)));
  buttons.append(button(accept ? t('cancel') : t('close'), () => closeList(view)));
  head.append(buttons);
  const list = document.createElement('ul');
  for (const { text, note, run } of rows) {
    const row = document.createElement('li');
    if (run) row.append(button(text, () => finish(view, run)));
    else row.append(named('span', text));
    if (note !== undefined) row.append(named('small', note));
    list.append(row);
  }
  // In the order of the keyboard: what is chosen from comes before what closes.
  dom.append(...(accept ? [head, list] : [list, head]));
  return { dom, top: false };
}

function finish(view: EditorView, run: () => void): void {
  closeList(view);
  run();
}

function named(name: 'span' | 'small', text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', run);
  return made;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveOrClose(view: EditorView, dom: HTMLElement, event: KeyboardEvent): void {
  if (event.key === 'Escape') return closeList(view);
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...dom.querySelectorAll('button')];
  const next = buttons.findIndex((one) => one === document.activeElement) + step;
  buttons.at(next % buttons.length)?.focus();
}
