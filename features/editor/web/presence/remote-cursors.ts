import { StateEffect, type Extension, type Range } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import type { Cursors, RemoteCursor } from '../documents/cursors.ts';
import type { FileDocument } from '../documents/document.ts';
import { personColour } from './person-colour.ts';

/** How long a name stands beside its cursor after it moved, in milliseconds. */
const nameTime = 2000;

const moved = StateEffect.define();

/** Somebody's cursor, with the name beside it for a moment. */
class CursorWidget extends WidgetType {
  readonly #cursor: RemoteCursor;
  readonly #below: boolean;

  constructor(cursor: RemoteCursor, below: boolean) {
    super();
    this.#cursor = cursor;
    this.#below = below;
  }

  override eq(other: CursorWidget): boolean {
    const [one, two] = [this.#cursor, other.#cursor];
    return (
      one.client === two.client &&
      one.head === two.head &&
      one.user.name === two.user.name &&
      this.#below === other.#below
    );
  }

  override toDOM(): HTMLElement {
    const cursor = document.createElement('span');
    cursor.className = 'cm-person';
    cursor.setAttribute('aria-hidden', 'true');
    cursor.style.setProperty('--person', personColour(this.#cursor.user.colour));
    const name = document.createElement('span');
    name.className = this.#below ? 'cm-person-name cm-person-below' : 'cm-person-name';
    name.textContent = this.#cursor.user.name;
    cursor.append(name);
    setTimeout(() => name.classList.add('cm-person-quiet'), nameTime);
    return cursor;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Draws the others of a document and tells them where this page is. */
class RemoteCursors {
  decorations: DecorationSet = Decoration.none;
  readonly #view: EditorView;
  readonly #document: FileDocument;
  readonly #stopFollowing: () => void;
  #stopListening: (() => void) | undefined;

  constructor(view: EditorView, document: FileDocument) {
    this.#view = view;
    this.#document = document;
    this.#stopFollowing = document.cursors.subscribe(() => this.#connect());
    this.#listen(document.cursors.get());
  }

  update(update: ViewUpdate): void {
    const told = update.transactions.some((transaction) => transaction.effects.some((effect) => effect.is(moved)));
    if (told) this.decorations = this.#draw();
    else if (update.docChanged) this.decorations = this.decorations.map(update.changes);
    if (update.selectionSet || update.focusChanged || update.docChanged) {
      // The shared text has this change a moment later; positions are taken from it.
      queueMicrotask(() => this.#tell());
    }
  }

  destroy(): void {
    this.#stopFollowing();
    this.#stopListening?.();
    if (this.#document.unused) this.#document.cursors.get()?.put(undefined);
  }

  #connect(): void {
    this.#listen(this.#document.cursors.get());
    this.#tell();
    this.#redraw();
  }

  #listen(cursors: Cursors | undefined): void {
    this.#stopListening?.();
    this.#stopListening = cursors?.onMoved(() => this.#redraw());
    if (cursors) queueMicrotask(() => this.#redraw());
  }

  /** Awareness changes while the view updates itself, too, and a view takes no change then. */
  #redraw(): void {
    queueMicrotask(() => {
      if (this.#view.dom.isConnected) this.#view.dispatch({ effects: moved.of(null) });
    });
  }

  #tell(): void {
    if (!this.#view.hasFocus) return;
    const { anchor, head } = this.#view.state.selection.main;
    this.#document.cursors.get()?.put({ anchor, head });
  }

  #draw(): DecorationSet {
    const { doc } = this.#view.state;
    const ranges: Range<Decoration>[] = [];
    for (const cursor of this.#document.cursors.get()?.list() ?? []) {
      const [from, to, head] = [
        Math.min(cursor.anchor, cursor.head),
        Math.max(cursor.anchor, cursor.head),
        cursor.head,
      ].map((at) => Math.min(at, doc.length)) as [number, number, number];
      if (to > from) {
        const style = `--person: ${personColour(cursor.user.colour)}`;
        ranges.push(Decoration.mark({ class: 'cm-person-selection', attributes: { style } }).range(from, to));
      }
      const below = doc.lineAt(head).number === 1;
      ranges.push(Decoration.widget({ widget: new CursorWidget(cursor, below), side: 1 }).range(head));
    }
    return Decoration.set(ranges, true);
  }
}

const look = EditorView.theme({
  '.cm-person': {
    position: 'relative',
    borderLeft: '2px solid var(--person)',
    marginLeft: '-1px',
    marginRight: '-1px',
    pointerEvents: 'none',
  },
  '.cm-person-name': {
    position: 'absolute',
    left: '-2px',
    bottom: '100%',
    zIndex: '5',
    padding: '0 5px',
    borderRadius: '4px 4px 4px 0',
    background: 'var(--person)',
    color: 'var(--bg)',
    fontFamily: 'var(--font-sans)',
    fontSize: '11px',
    fontWeight: '500',
    lineHeight: '16px',
    whiteSpace: 'nowrap',
    transition: 'opacity 200ms',
  },
  '.cm-person-below': { bottom: 'auto', top: '100%', borderRadius: '0 4px 4px 4px' },
  '.cm-person-quiet': { opacity: '0' },
  '.cm-person-selection': { backgroundColor: 'color-mix(in oklab, var(--person) 22%, transparent)' },
});

/** The cursors, selections and names of others in a document. */
export function remoteCursors(document: FileDocument): Extension {
  return [
    look,
    ViewPlugin.define((view) => new RemoteCursors(view, document), { decorations: (plugin) => plugin.decorations }),
  ];
}
