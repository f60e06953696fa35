import {
  Prec,
  RangeSet,
  StateEffect,
  StateField,
  type EditorState,
  type Extension,
  type Range,
} from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, type DecorationSet } from '@codemirror/view';
import { initials } from '@e-code/kernel/web';
import { t } from './texts.ts';

/** A thread at its place in the text of the editor. */
export type MarkedThread = {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly author: string;
  /** The place is a guess. */
  readonly unsure: boolean;
};

type Marks = { readonly marks: readonly MarkedThread[]; readonly selected: string | undefined };

export const setThreadMarks = StateEffect.define<Marks>();

export type ThreadActions = {
  readonly mayBegin: () => boolean;
  readonly onOpen: (thread: string) => void;
  /** @param from where the line begins */
  readonly onBegin: (from: number) => void;
  readonly onChanged: () => void;
};

class ThreadMarker extends GutterMarker {
  readonly threads: readonly MarkedThread[];

  constructor(threads: readonly MarkedThread[]) {
    super();
    this.threads = threads;
  }

  override eq(other: ThreadMarker): boolean {
    const key = ({ threads }: ThreadMarker) => threads.map(({ id, author }) => `${id} ${author}`).join();
    return key(this) === key(other);
  }

  override toDOM(): Node {
    const button = document.createElement('button');
    const [first] = this.threads;
    button.type = 'button';
    button.tabIndex = -1;
    button.className = 'cm-thread-author';
    button.dataset['initials'] = this.threads.length > 1 ? String(this.threads.length) : initials(first?.author ?? '');
    const names = [...new Set(this.threads.map(({ author }) => author))].join(', ');
    button.setAttribute('aria-label', `${t('threadsHere', { count: this.threads.length })}: ${names}`);
    return button;
  }
}

type Drawn = Marks & { readonly lines: RangeSet<GutterMarker>; readonly underlines: DecorationSet };

const empty: Drawn = {
  marks: [],
  selected: undefined,
  lines: RangeSet.of<GutterMarker>([]),
  underlines: Decoration.none,
};

const field = StateField.define<Drawn>({
  create: () => empty,
  update(drawn, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setThreadMarks));
    if (told?.is(setThreadMarks)) return draw(transaction.state, told.value);
    if (!transaction.docChanged) return drawn;
    const { changes } = transaction;
    const marks = drawn.marks
      .map((mark) => ({ ...mark, from: changes.mapPos(mark.from, 1), to: changes.mapPos(mark.to, -1) }))
      .filter(({ from, to }) => from < to);
    return draw(transaction.state, { ...drawn, marks });
  },
  provide: (self) => EditorView.decorations.from(self, ({ underlines }) => underlines),
});

function draw(state: EditorState, { marks, selected }: Marks): Drawn {
  const { doc } = state;
  const inside = marks.filter(({ to }) => to <= doc.length);
  const byLine = Map.groupBy(inside, ({ from }) => doc.lineAt(from).from);
  const lines = [...byLine].map(([at, threads]): Range<GutterMarker> => new ThreadMarker(threads).range(at));
  const underlines = inside.map(({ id, from, to, unsure }) => {
    const look = ['cm-thread', unsure && 'cm-thread-unsure', id === selected && 'cm-thread-selected'];
    const attributes = { 'data-thread': id };
    return Decoration.mark({ class: look.filter(Boolean).join(' '), attributes }).range(from, to);
  });
  return { marks, selected, lines: RangeSet.of(lines, true), underlines: Decoration.set(underlines, true) };
}

const look = EditorView.baseTheme({
  '.cm-threads': { width: '20px', cursor: 'pointer' },
  '.cm-threads .cm-gutterElement': { display: 'flex', alignItems: 'center', justifyContent: 'center' },
  '.cm-threads-begin .cm-gutterElement:not(:has(button)):hover::before': {
    content: '"+"',
    width: '15px',
    height: '15px',
    borderRadius: '4px',
    background: 'var(--accent)',
    color: 'var(--on-accent)',
    textAlign: 'center',
    lineHeight: '14px',
  },
  '.cm-thread-author': {
    width: '16px',
    height: '16px',
    padding: '0',
    border: '0',
    borderRadius: '8px',
    background: 'var(--accent-soft)',
    color: 'var(--accent-text)',
    font: '600 8px/16px var(--font-sans)',
    cursor: 'pointer',
  },
  '.cm-thread-author::before': { content: 'attr(data-initials)' },
  '.cm-thread': { borderBottom: '2px solid color-mix(in oklab, var(--accent-text) 45%, transparent)' },
  '.cm-thread-unsure': { borderBottomStyle: 'dashed', borderBottomColor: 'var(--warning)' },
  '.cm-thread-selected': { backgroundColor: 'var(--accent-soft)' },
});

/** The author of each thread beside its line, its words underlined, and a plus beside the other lines. */
export function threadMarks(actions: ThreadActions): Extension {
  return [
    field,
    look,
    // Beside the text, whichever part of the page came first.
    Prec.low(
      gutter({
        class: 'cm-threads',
        renderEmptyElements: true,
        markers: (view) => view.state.field(field).lines,
        domEventHandlers: {
          mouseover(view, _line, event) {
            const column = event.target instanceof Element ? event.target.closest('.cm-threads') : null;
            column?.classList.toggle('cm-threads-begin', actions.mayBegin());
            return false;
          },
          click(view, line) {
            const { doc } = view.state;
            const marks = view.state.field(field).marks.filter(({ from }) => doc.lineAt(from).from === line.from);
            const [first] = marks;
            if (first) actions.onOpen(first.id);
            else if (actions.mayBegin()) actions.onBegin(line.from);
            return true;
          },
        },
      }),
    ),
    EditorView.domEventHandlers({
      click(event) {
        const mark = event.target instanceof Element ? event.target.closest<HTMLElement>('.cm-thread') : null;
        const thread = mark?.dataset['thread'];
        // A selection that ends in the words is no question for the thread.
        if (thread !== undefined && getSelection()?.isCollapsed !== false) actions.onOpen(thread);
        return false;
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) actions.onChanged();
    }),
  ];
}
