import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from '@codemirror/search';
import type { EditorView, Panel, ViewUpdate } from '@codemirror/view';
import { t } from '../texts.ts';

/** Counting stops here: a letter in a megabyte has more hits than anyone reads. */
const mostCounted = 1000;

type Flag = 'caseSensitive' | 'wholeWord' | 'regexp';

const inputClass =
  'h-7 min-w-0 flex-1 rounded-control border border-line-strong bg-bg px-2 text-ui text-text placeholder:text-faint outline-none focus:border-focus';
const buttonClass =
  'inline-flex h-7 min-w-7 items-center justify-center rounded-control px-1.5 text-small font-medium text-muted hover:bg-hover hover:text-text aria-pressed:bg-selected aria-pressed:text-accent-text';

/** Find and replace within a file, in the look of the application. Plain DOM, because the editor draws panels itself. */
export class FindPanel implements Panel {
  readonly dom = document.createElement('div');
  readonly top = true;
  readonly #view: EditorView;
  readonly #find = textInput(t('find'));
  readonly #replace = textInput(t('replace'));
  readonly #count = document.createElement('span');
  readonly #flags: Record<Flag, HTMLButtonElement>;

  constructor(view: EditorView) {
    this.#view = view;
    this.#find.setAttribute('main-field', 'true');
    this.#flags = {
      caseSensitive: this.#flag('Aa', t('matchCase')),
      wholeWord: this.#flag('ab', t('wholeWord')),
      regexp: this.#flag('.*', t('regularExpression')),
    };
    this.#count.className = 'min-w-16 px-1 text-small text-muted tabular-nums';
    this.#count.setAttribute('role', 'status');
    this.dom.className = 'flex flex-col gap-1.5 p-2 font-sans';
    this.dom.append(this.#findRow());
    if (!view.state.readOnly) this.dom.append(this.#replaceRow());
    this.dom.addEventListener('keydown', (event) => this.#onKey(event));
    this.#show(getSearchQuery(view.state));
  }

  mount(): void {
    this.#find.select();
  }

  update(update: ViewUpdate): void {
    for (const transaction of update.transactions) {
      for (const effect of transaction.effects) if (effect.is(setSearchQuery)) this.#show(effect.value);
    }
    if (update.docChanged || update.selectionSet) this.#countMatches();
  }

  #findRow(): HTMLElement {
    const { caseSensitive, wholeWord, regexp } = this.#flags;
    this.#find.addEventListener('input', () => this.#commit());
    return row(
      this.#find,
      caseSensitive,
      wholeWord,
      regexp,
      this.#count,
      this.#button('↑', t('previousMatch'), findPrevious),
      this.#button('↓', t('nextMatch'), findNext),
      this.#button(t('selectAllMatches'), t('selectAllMatchesHint'), selectMatches),
      this.#button('✕', t('close'), closeSearchPanel),
    );
  }

  #replaceRow(): HTMLElement {
    this.#replace.addEventListener('input', () => this.#commit());
    return row(
      this.#replace,
      this.#button(t('replaceOne'), t('replaceOneHint'), replaceNext),
      this.#button(t('replaceAll'), t('replaceAllHint'), replaceAll),
    );
  }

  #flag(text: string, label: string): HTMLButtonElement {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', textContent: text, className: buttonClass, title: label });
    button.setAttribute('aria-label', label);
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      this.#commit();
    });
    return button;
  }

  #button(text: string, label: string, command: (view: EditorView) => boolean): HTMLButtonElement {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', textContent: text, className: buttonClass, title: label });
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => command(this.#view));
    return button;
  }

  #commit(): void {
    const pressed = (flag: Flag) => this.#flags[flag].getAttribute('aria-pressed') === 'true';
    const query = new SearchQuery({
      search: this.#find.value,
      replace: this.#replace.value,
      caseSensitive: pressed('caseSensitive'),
      wholeWord: pressed('wholeWord'),
      regexp: pressed('regexp'),
      literal: !pressed('regexp'),
    });
    if (!query.eq(getSearchQuery(this.#view.state))) this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  #show(query: SearchQuery): void {
    if (this.#find.value !== query.search) this.#find.value = query.search;
    if (this.#replace.value !== query.replace) this.#replace.value = query.replace;
    for (const flag of Object.keys(this.#flags) as Flag[]) {
      this.#flags[flag].setAttribute('aria-pressed', String(query[flag]));
    }
    this.#countMatches();
  }

  #countMatches(): void {
    const query = getSearchQuery(this.#view.state);
    if (query.search === '') this.#count.textContent = '';
    else this.#count.textContent = query.valid ? this.#countText(query) : t('notAPattern');
  }

  #countText(query: SearchQuery): string {
    const { from, to } = this.#view.state.selection.main;
    let count = 0;
    let current = 0;
    const cursor = query.getCursor(this.#view.state);
    for (let next = cursor.next(); !next.done && count < mostCounted; next = cursor.next()) {
      count += 1;
      if (next.value.from === from && next.value.to === to) current = count;
    }
    if (count === 0) return t('noMatch');
    const total = count === mostCounted ? `${count}+` : String(count);
    return current === 0 ? total : t('matchOf', { current, total });
  }

  #onKey(event: KeyboardEvent): void {
    const run = (command: (view: EditorView) => boolean) => {
      event.preventDefault();
      command(this.#view);
    };
    if (event.key === 'Escape') return run(closeSearchPanel);
    if (event.key === 'F3') return run(event.shiftKey ? findPrevious : findNext);
    if (event.key !== 'Enter') return;
    if (event.target === this.#find) run(event.shiftKey ? findPrevious : findNext);
    if (event.target === this.#replace) run(event.ctrlKey || event.metaKey ? replaceAll : replaceNext);
  }
}

function textInput(label: string): HTMLInputElement {
  const input = document.createElement('input');
  Object.assign(input, { className: inputClass, placeholder: label, spellcheck: false, autocomplete: 'off' });
  input.setAttribute('aria-label', label);
  return input;
}

function row(...children: HTMLElement[]): HTMLElement {
  const element = document.createElement('div');
  element.className = 'flex flex-wrap items-center gap-1';
  element.append(...children);
  return element;
}
