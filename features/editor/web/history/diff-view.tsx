import { Change, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension, type Text } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { replacements } from '@e-code/host/text';
import { useEffect, useRef, useState } from 'react';
import { loadLanguage } from '../editor/languages.ts';
import { editorTheme } from '../editor/theme.ts';

/** Below this width two columns of code are too narrow to be read. */
const narrowWidth = 620;

type Names = { left: string; right: string };
type DiffViewProps = {
  path: string;
  left: Text;
  right: Text;
  names: Names;
  /** The next versions follow at once: they are shown in place, and the view goes to where something changes. */
  playing: boolean;
};

type Versions = { readonly left: Text; readonly right: Text };

interface Drawn {
  readonly show: (texts: Versions, playing: boolean) => void;
  readonly destroy: () => void;
}

/** Two versions side by side, or one below the other where there is no room. */
export function DiffView({ path, left, right, names, playing }: DiffViewProps) {
  const parent = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number>();
  const narrow = width !== undefined && width < narrowWidth;
  const drawn = useRef<Drawn>(undefined);
  const texts = useRef({ left, right });
  texts.current = { left, right };

  useEffect(() => {
    const element = parent.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = parent.current;
    if (!element || width === undefined) return undefined;
    let current = true;
    void loadLanguage(path).then((language) => {
      if (!current) return;
      const extensions = [...reading, ...(language ? [language] : [])];
      const draw = narrow ? drawUnified : drawBeside;
      drawn.current = draw(element, { extensions, names: { left: names.left, right: names.right }, ...texts.current });
    });
    return () => {
      current = false;
      drawn.current?.destroy();
      drawn.current = undefined;
    };
    // Two widths on the same side of the limit are drawn alike.
    // oxlint-disable-next-line react/exhaustive-deps -- see above
  }, [path, narrow, width === undefined, names.left, names.right]);

  useEffect(() => drawn.current?.show({ left, right }, playing), [left, right, playing]);

  return (
    <div className="flex h-full flex-col">
      {!narrow && (
        <div aria-hidden className="grid shrink-0 grid-cols-2 border-b border-line text-small text-muted">
          <span className="px-3 py-1">{names.left}</span>
          <span className="px-3 py-1">{names.right}</span>
        </div>
      )}
      <div ref={parent} className="min-h-0 flex-1 overflow-auto font-mono text-ui" />
    </div>
  );
}

const reading: Extension[] = [
  lineNumbers(),
  editorTheme,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.lineWrapping,
];

const named = (label: string): Extension => EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' });
const folded = { margin: 3, minSize: 6 };

/** What the host finds between two texts. The package's own search gives up early and marks the whole text then. */
const compared = { diffConfig: { override: changesBetween } };

function changesBetween(left: string, right: string): Change[] {
  let shift = 0;
  return replacements(left, right).map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return new Change(from, to, start, start + insert.length);
  });
}

interface Drawing {
  readonly extensions: readonly Extension[];
  readonly names: Names;
  readonly left: Text;
  readonly right: Text;
}

function drawBeside(parent: HTMLElement, { extensions, names, ...first }: Drawing): Drawn {
  const draw = (texts: Versions): MergeView =>
    new MergeView({
      parent,
      a: { doc: texts.left, extensions: [...extensions, named(names.left)] },
      b: { doc: texts.right, extensions: [...extensions, named(names.right)] },
      collapseUnchanged: folded,
      ...compared,
    });
  let view = draw(first);
  let shown: Versions = first;
  return {
    show: (texts, playing) => {
      if (shown.left.eq(texts.left) && shown.right.eq(texts.right)) return;
      shown = texts;
      if (playing) {
        replaceText(view.a, texts.left);
        replaceText(view.b, texts.right);
        return;
      }
      // Drawn anew, so that what is the same in these two is folded.
      view.destroy();
      view = draw(texts);
    },
    destroy: () => view.destroy(),
  };
}

function drawUnified(parent: HTMLElement, { extensions, names, ...first }: Drawing): Drawn {
  const stateOf = ({ left, right }: Versions): EditorState =>
    EditorState.create({
      doc: right,
      extensions: [
        ...extensions,
        named(names.right),
        unifiedMergeView({ original: left, mergeControls: false, collapseUnchanged: folded, ...compared }),
      ],
    });
  const view = new EditorView({ parent, state: stateOf(first) });
  return { show: (texts) => view.setState(stateOf(texts)), destroy: () => view.destroy() };
}

/** Changes only what differs, so that playing a history does not flicker, and goes there. */
function replaceText(view: EditorView, text: Text): void {
  const before = view.state.doc;
  if (before.eq(text)) return;
  const [from, to] = [before.toString(), text.toString()];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  const longest = Math.min(from.length, to.length) - start;
  while (end < longest && from.at(-end - 1) === to.at(-end - 1)) end += 1;
  view.dispatch({
    changes: { from: start, to: from.length - end, insert: to.slice(start, to.length - end) },
    effects: EditorView.scrollIntoView(start, { y: 'center' }),
  });
}
