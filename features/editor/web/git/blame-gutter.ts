import { RangeSet, StateEffect, StateField, type Extension, type Text } from '@codemirror/state';
import { EditorView, gutter, GutterMarker } from '@codemirror/view';
import { formatRelative } from '@e-code/kernel/web';
import type { Blame } from '@e-code/host/contract';
import { t } from './texts.ts';

/** Who wrote each line; null hides it. */
export const setBlame = StateEffect.define<Blame | null>();

class Author extends GutterMarker {
  readonly #text: string;
  readonly #about: string;
  /** Undefined for lines that are not committed. */
  readonly commit: string | undefined;

  constructor(text: string, about: string, commit?: string) {
    super();
    this.#text = text;
    this.#about = about;
    this.commit = commit;
  }

  override eq(other: Author): boolean {
    return this.#text === other.#text && this.#about === other.#about && this.commit === other.commit;
  }

  override toDOM(): Node {
    const element = document.createElement('span');
    element.textContent = this.#text;
    element.title = this.#about;
    return element;
  }
}

type Shown = { readonly wanted: boolean; readonly authors: RangeSet<Author> };

const hidden: Shown = { wanted: false, authors: RangeSet.of<Author>([]) };

const shown = StateField.define<Shown>({
  create: () => hidden,
  update(value, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setBlame));
    if (told?.is(setBlame)) {
      return told.value === null ? hidden : { wanted: true, authors: authorsOf(told.value, transaction.newDoc) };
    }
    return transaction.docChanged ? { ...value, authors: value.authors.map(transaction.changes) } : value;
  },
});

/** At the first line of each run that came with one commit. */
function authorsOf({ runs, commits }: Blame, text: Text): RangeSet<Author> {
  const ranges = runs
    .filter(({ from }) => from <= text.lines)
    .map(({ from, commit }) => {
      const about = commit === null ? undefined : commits[commit];
      const author =
        commit === null || about === undefined
          ? new Author(t('notCommitted'), '')
          : new Author(`${about.author.name}, ${formatRelative(about.at)}`, about.subject, commit);
      return author.range(text.line(from).from);
    });
  return RangeSet.of(ranges, true);
}

const look = EditorView.baseTheme({
  '.cm-git-blame': { fontFamily: 'var(--font-sans)', fontSize: '12px', color: 'var(--text-muted)' },
  '.cm-git-blame .cm-gutterElement': {
    maxWidth: '180px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  // Nothing while nobody wants to know: the gutter is there all the same, and took room from the text.
  '.cm-git-blame .cm-gutterElement:not(:empty)': { padding: '0 8px', cursor: 'pointer' },
});

/** The commit that a line came with. A run of lines is marked at its first one. */
function commitAt(view: EditorView, position: number): string | undefined {
  let commit: string | undefined;
  view.state.field(shown).authors.between(0, position, (_from, _to, author) => {
    commit = author.commit;
  });
  return commit;
}

/** Who wrote the lines, beside them, while somebody wants to know. A click tells of the commit. */
export const blameGutter = (onCommit: (commit: string) => void): Extension => [
  shown,
  gutter({
    class: 'cm-git-blame',
    markers: (view) => view.state.field(shown).authors,
    domEventHandlers: {
      click(view, line) {
        const commit = commitAt(view, line.from);
        if (commit !== undefined) onCommit(commit);
        return commit !== undefined;
      },
    },
  }),
  look,
];
