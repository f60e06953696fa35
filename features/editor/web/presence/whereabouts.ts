import type { EditorView } from '@codemirror/view';
import type { PresencePlace } from '@e-code/host/contract';
import type { Layout } from '../layout/layout.ts';
import type { Whereabouts } from './presence.ts';

/** The first line in view, with the fraction of it that is scrolled away. */
function topOf(view: EditorView): number {
  const height = Math.max(0, view.scrollDOM.scrollTop - view.documentPadding.top);
  const block = view.lineBlockAtHeight(height);
  const line = view.state.doc.lineAt(block.from).number;
  return line + Math.min(0.999, Math.max(0, (height - block.top) / block.height));
}

/** Scrolls so that this line is the first in view. */
function scrollTo(view: EditorView, top: number): void {
  const { doc } = view.state;
  const line = doc.line(Math.min(doc.lines, Math.max(1, Math.floor(top))));
  const block = view.lineBlockAt(line.from);
  view.scrollDOM.scrollTop = block.top + (top % 1) * block.height + (top > 1 ? view.documentPadding.top : 0);
}

function placeOf(layout: Layout): PresencePlace {
  const panel = layout.panelInUse();
  if (panel.kind !== 'file') return panel;
  const status = layout.editor.get();
  const here = status?.path === panel.path;
  const top = here && layout.view ? topOf(layout.view) : 1;
  return { ...panel, line: here ? status.line : 1, top };
}

function go(layout: Layout, place: PresencePlace): void {
  if (place.kind === 'terminal') return layout.showTerminal(place.terminal);
  if (place.kind === 'console') return layout.showConsole();
  if (place.kind === 'preview') return layout.showPreview();
  if (place.kind === 'elsewhere') return undefined;
  const { path, line, top } = place;
  const view = layout.editor.get()?.path === path && layout.activeFile.get() === path ? layout.view : undefined;
  if (view) return scrollTo(view, top);
  return layout.openFile(path, { place: { line } });
}

/** Where the page of this layout is, and how it goes elsewhere. */
export function whereaboutsOf(layout: Layout): Whereabouts {
  return { place: () => placeOf(layout), go: (place) => go(layout, place) };
}
