import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension, type Text } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { loadLanguage } from '../editor/languages.ts';
import { editorTheme } from '../editor/theme.ts';

/** Below this width two columns of code are too narrow to be read. */
const narrowWidth = 620;

type Names = { left: string; right: string };
type DiffViewProps = { path: string; left: Text; right: Text; names: Names };

interface Drawn {
  readonly show: (left: Text, right: Text) => void;
  readonly destroy: () => void;
}

/** Two versions side by side, or one below the other where there is no room. */
export function DiffView({ path, left, right, names }: DiffViewProps) {
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

  useEffect(() => drawn.current?.show(left, right), [left, right]);

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

interface Drawing {
  readonly extensions: readonly Extension[];
  readonly names: Names;
  readonly left: Text;
  readonly right: Text;
}

function drawBeside(parent: HTMLElement, { extensions, names, ...texts }: Drawing): Drawn {
  const view = new MergeView({
    parent,
    a: { doc: texts.left, extensions: [...extensions, named(names.left)] },
    b: { doc: texts.right, extensions: [...extensions, named(names.right)] },
    collapseUnchanged: folded,
  });
  return {
    show: (left, right) => {
      replaceText(view.a, left);
      replaceText(view.b, right);
    },
    destroy: () => view.destroy(),
  };
}

function drawUnified(parent: HTMLElement, { extensions, names, ...texts }: Drawing): Drawn {
  const stateOf = (left: Text, right: Text): EditorState =>
    EditorState.create({
      doc: right,
      extensions: [
        ...extensions,
        named(names.right),
        unifiedMergeView({ original: left, mergeControls: false, collapseUnchanged: folded }),
      ],
    });
  const view = new EditorView({ parent, state: stateOf(texts.left, texts.right) });
  return { show: (left, right) => view.setState(stateOf(left, right)), destroy: () => view.destroy() };
}

/** Changes only what differs, so that playing a history neither scrolls nor flickers. */
function replaceText(view: EditorView, text: Text): void {
  const before = view.state.doc;
  if (before.eq(text)) return;
  const [from, to] = [before.toString(), text.toString()];
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let end = 0;
  const longest = Math.min(from.length, to.length) - start;
  while (end < longest && from.at(-end - 1) === to.at(-end - 1)) end += 1;
  view.dispatch({ changes: { from: start, to: from.length - end, insert: to.slice(start, to.length - end) } });
}
