import { EditorView, hoverTooltip, type Tooltip } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import type { Debugger } from './debugger.ts';

/** A name, and the members that lead to it: `order.items[0].price`. */
const chain = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\])*/g;

/** What the thing below the pointer is worth, while the program stands still. */
export function hoverValues(owner: Debugger): Extension {
  return [
    hoverTooltip(async (view, position): Promise<Tooltip | null> => {
      const frame = owner.standing.get()?.frame;
      if (frame === undefined || !owner.workspace.rights.run) return null;
      const line = view.state.doc.lineAt(position);
      const at = position - line.from;
      const found = [...line.text.matchAll(chain)].find(
        ({ index, 0: text }) => index <= at && at <= index + text.length,
      );
      if (found === undefined) return null;
      const expression = upTo(found[0], at - found.index);
      const value = await owner.workspace.client
        .ask('debug.evaluate', { expression, frame: frame.id, why: 'hover' })
        .catch(() => undefined);
      if (value === undefined || value.failed) return null;
      const from = line.from + found.index;
      return {
        pos: from,
        end: from + expression.length,
        above: true,
        create: () => ({ dom: node(expression, value) }),
      };
    }),
    look,
  ];
}

/** The part of `a.b.c` that ends with the word at this place. */
function upTo(text: string, place: number): string {
  const rest = /^[\w$]*(?:\[\d+\])?/.exec(text.slice(place))?.[0] ?? '';
  return text.slice(0, place + rest.length);
}

function node(expression: string, { value, type }: { value: string; type?: string | undefined }): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'cm-debug-value';
  const name = document.createElement('strong');
  name.textContent = expression;
  const shown = document.createElement('code');
  shown.textContent = value;
  dom.append(name, shown);
  if (type !== undefined) dom.title = type;
  return dom;
}

const look = EditorView.baseTheme({
  '.cm-debug-value': {
    display: 'flex',
    gap: '8px',
    maxWidth: '480px',
    maxHeight: '160px',
    overflow: 'auto',
    padding: '4px 10px',
    fontSize: '12px',
  },
  '.cm-debug-value code': { fontFamily: 'var(--font-mono)', whiteSpace: 'pre-wrap', wordBreak: 'break-word' },
});
