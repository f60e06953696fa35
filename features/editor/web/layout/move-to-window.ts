import { toast } from '@e-code/kernel/web';
import type { IDockviewPanel } from 'dockview-react';
import { t } from '../texts.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { formatWindowPanel, type WindowPanel } from './window-panel.ts';

/** A window that was closed is noticed after at most this time, in milliseconds. No event tells another page of it. */
const glance = 400;

/** What a panel shows, or undefined for a terminal that is still being opened. */
export function windowPanelOf(
  { id, params }: IDockviewPanel,
  previewPort: number | undefined,
): WindowPanel | undefined {
  if (id === 'console') return { kind: 'console' };
  if (id === 'preview') return { kind: 'preview', port: previewPort };
  const { path, terminal } = (params ?? {}) as { path?: string; terminal?: number };
  if (path !== undefined) return { kind: 'file', path };
  return terminal === undefined ? undefined : { kind: 'terminal', terminal };
}

/**
 * Moves a panel to a window of its own: a page of the same project that shows nothing else. When that is closed, the
 * panel comes back. @param at where the window opens, in pixels of the screen
 */
export function moveToWindow(workspace: Workspace, panel: IDockviewPanel, at?: { left: number; top: number }): void {
  const { layout, project } = workspace;
  const shown = windowPanelOf(panel, layout.previewPort.get());
  if (!shown) return;
  const key = formatWindowPanel(shown);
  const { width, height } = panel.api;
  const features = Object.entries({ width: Math.max(480, width), height: Math.max(360, height + 90), ...at });
  const opened = window.open(
    `/p/${project.slug}?window=${encodeURIComponent(key)}`,
    `e-code ${project.id} ${key}`,
    `popup,${features.map(([name, value]) => `${name}=${Math.round(value)}`).join(',')}`,
  );
  if (!opened) return void toast.error(t('windowBlocked'));
  layout.closePanel(panel);
  const timer = setInterval(() => {
    if (!opened.closed) return;
    clearInterval(timer);
    showAgain(workspace, shown);
  }, glance);
}

function showAgain({ layout, terminals }: Workspace, shown: WindowPanel): void {
  if (shown.kind === 'file') layout.openFile(shown.path);
  else if (shown.kind === 'preview') layout.showPreview(shown.port);
  else if (shown.kind === 'console') layout.showConsole();
  else if (terminals.list.get().some(({ id }) => id === shown.terminal)) layout.showTerminal(shown.terminal);
}
