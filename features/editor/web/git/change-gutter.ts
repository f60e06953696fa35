import { Chunk } from '@codemirror/merge';
import { RangeSet, type Range, StateEffect, StateField, Text, type Extension } from '@codemirror/state';
import { EditorView, gutter, GutterMarker } from '@codemirror/view';

/** The text that is staged; null for a file that git does not know. */
export const setStagedText = StateEffect.define<string | null>();

type Kind = 'added' | 'changed' | 'removed';

class ChangeMark extends GutterMarker {
  override readonly elementClass: string;

  constructor(kind: Kind) {
    super();
    this.elementClass = `cm-git-${kind}`;
  }
}

const marks = {
  added: new ChangeMark('added'),
  changed: new ChangeMark('changed'),
  removed: new ChangeMark('removed'),
};

type Compared = {
  readonly staged: Text | undefined;
  readonly chunks: readonly Chunk[];
  readonly marks: RangeSet<GutterMarker>;
};

const nothing: Compared = { staged: undefined, chunks: [], marks: RangeSet.of<GutterMarker>([]) };
/** Comparing goes on from what was found before, and gives up on a text that has nothing in common. */
const effort = { scanLimit: 500, timeout: 50 };

const compared = StateField.define<Compared>({
  create: () => nothing,
  update(value, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setStagedText));
    const { newDoc } = transaction;
    if (told?.is(setStagedText)) {
      if (told.value === null) return nothing;
      const staged = Text.of(told.value.split(/\r\n|\r|\n/));
      return describe(staged, Chunk.build(staged, newDoc, effort), newDoc);
    }
    if (!transaction.docChanged || value.staged === undefined) return value;
    const { staged } = value;
    return describe(staged, Chunk.updateB(value.chunks, staged, newDoc, transaction.changes, effort), newDoc);
  },
});

function describe(staged: Text, chunks: readonly Chunk[], text: Text): Compared {
  return {
    staged,
    chunks,
    marks: RangeSet.of(
      chunks.flatMap((chunk) => marksOf(chunk, text)),
      true,
    ),
  };
}

function marksOf({ fromA, toA, fromB, toB }: Chunk, text: Text): Range<GutterMarker>[] {
  const first = text.lineAt(Math.min(fromB, text.length)).number;
  if (fromB === toB) return [marks.removed.range(text.line(first).from)];
  const last = toB > text.length ? text.lines : text.lineAt(toB).number - 1;
  const mark = fromA === toA ? marks.added : marks.changed;
  return Array.from({ length: last - first + 1 }, (_, line) => mark.range(text.line(first + line).from));
}

const look = EditorView.baseTheme({
  '.cm-git-changes': { width: '3px' },
  '.cm-git-changes .cm-gutterElement': { width: '3px' },
  '.cm-git-added': { backgroundColor: 'var(--success)' },
  '.cm-git-changed': { backgroundColor: 'var(--info)' },
  '.cm-git-removed': { boxShadow: 'inset 0 3px 0 var(--danger)' },
});

/** A stripe beside the lines that differ from what is staged. */
export const changeGutter: Extension = [
  compared,
  gutter({ class: 'cm-git-changes', markers: (view) => view.state.field(compared).marks }),
  look,
];
