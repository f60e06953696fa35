import { ContextMenu, type MenuEntry } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import type { IDockviewPanelHeaderProps } from 'dockview-react';
import {
  Bug,
  Circle,
  CircleX,
  GitBranch,
  History,
  MonitorPlay,
  ScrollText,
  SquareTerminal,
  TriangleAlert,
  X,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore, type RefObject } from 'react';
import type { SaveState } from '../documents/save-state.ts';
import { parentOf } from '../parts/paths.ts';
import { PeopleMark } from '../presence/people-mark.tsx';
import { t } from '../texts.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { moveToWindow } from './move-to-window.ts';

const icon = { size: 14, strokeWidth: 1.5 };

/** The state of a file that may not be open yet. */
function useFileState(path: string | undefined): SaveState['kind'] {
  const { documents } = useWorkspace();
  const all = useSyncExternalStore(documents.state.subscribe, () =>
    path === undefined ? 'saved' : (documents.get(path)?.state.get().kind ?? 'saved'),
  );
  return all;
}

/** A tab that is dropped outside of the window was dragged out of it. */
function useDragOut(out: (event: DragEvent) => void): RefObject<HTMLDivElement | null> {
  const content = useRef<HTMLDivElement>(null);
  const ended = useEffectEvent((event: DragEvent) => {
    const { clientX: x, clientY: y } = event;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) out(event);
  });
  useEffect(() => {
    // The element that is dragged is the dock's, around what we draw.
    const dragged = content.current?.closest<HTMLElement>('.dv-tab');
    const listener = (event: DragEvent) => ended(event);
    dragged?.addEventListener('dragend', listener);
    return () => dragged?.removeEventListener('dragend', listener);
  }, []);
  return content;
}

/** What a tab says nothing of. */
const quiet: ReadonlySet<SaveState['kind']> = new Set(['saved', 'saving', 'connecting', 'viewing']);

type TabParameters = { path?: string; terminal?: number };

/** A tab: icon, name, whether something of it waits, and its cross. The middle button closes as everywhere. */
export function DockTab({ api, containerApi, params }: IDockviewPanelHeaderProps<TabParameters>) {
  const workspace = useWorkspace();
  const { layout, presence, terminals } = workspace;
  const [title, setTitle] = useState(api.title ?? '');
  const [parameters, setParameters] = useState<TabParameters>(params);
  useEffect(() => {
    const listeners = [
      api.onDidTitleChange((event) => setTitle(event.title)),
      api.onDidParametersChange((next) => setParameters(next)),
    ];
    return () => listeners.forEach((listener) => listener.dispose());
  }, [api]);
  const { path, terminal } = parameters;
  const state = useFileState(path);

  function close(): void {
    const panel = containerApi.getPanel(api.id);
    if (panel) layout.closePanel(panel);
    // Somebody else's terminal goes on without this tab.
    if (terminal !== undefined && terminals.mayType(terminal, presence.me.get()?.id)) terminals.close(terminal);
  }

  function toWindow(at?: { left: number; top: number }): void {
    const panel = containerApi.getPanel(api.id);
    if (panel) moveToWindow(workspace, panel, at);
  }
  const tab = useDragOut((event) => toWindow({ left: event.screenX, top: event.screenY }));

  function closeOthers(): void {
    for (const panel of api.group.panels.slice()) if (panel.id !== api.id) layout.closePanel(panel);
  }

  const entries: MenuEntry[] = [
    { label: t('close'), shortcut: 'alt+w', onSelect: close },
    { label: t('closeOthers'), onSelect: closeOthers },
    'separator',
    { label: t('openInWindow'), onSelect: () => toWindow() },
    ...(path === undefined
      ? []
      : ([
          { label: t('copyPath'), onSelect: () => void navigator.clipboard.writeText(path) },
          { label: t('openBeside'), onSelect: () => layout.openFile(path, { beside: true, focus: true }) },
        ] satisfies MenuEntry[])),
  ];
  const waiting = !quiet.has(state);
  return (
    <ContextMenu entries={entries}>
      <div
        ref={tab}
        className="group/tab flex h-full max-w-52 items-center gap-1.5 pr-1 pl-2.5 text-ui"
        title={path === undefined ? undefined : path}
        onAuxClick={(event) => event.button === 1 && close()}
      >
        <TabIcon id={api.id} path={path} />
        <span className="truncate">{tabTitle(api.id, title)}</span>
        {path !== undefined && parentOf(path) !== '' && hasTwin(containerApi.panels, api.id, title) && (
          <span className="truncate text-small text-faint">{parentOf(path)}</span>
        )}
        <PeopleMark path={path} terminal={terminal} />
        {waiting && <StateMark state={state} />}
        {/* For the pointer alone: a tab may hold no other control. The keyboard has Alt-W and the menu of the tab. */}
        <span
          aria-hidden
          title={t('closeTab', { name: tabTitle(api.id, title) })}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            close();
          }}
          className={clsx(
            'grid size-5 cursor-pointer shrink-0 place-items-center rounded-small text-faint hover:bg-active hover:text-text',
            'opacity-0 group-hover/tab:opacity-100 [.dv-active-tab_&]:opacity-100 pointer-coarse:opacity-100',
          )}
        >
          <X size={14} strokeWidth={1.5} aria-hidden />
        </span>
      </div>
    </ContextMenu>
  );
}

const panelIcons: Readonly<Record<string, LucideIcon>> = {
  preview: MonitorPlay,
  console: ScrollText,
  history: History,
  git: GitBranch,
  problems: CircleX,
  debug: Bug,
};

function TabIcon({ id, path }: { id: string; path: string | undefined }) {
  if (path !== undefined) return <FileIcon path={path} size={14} />;
  const Icon = panelIcons[id] ?? SquareTerminal;
  return <Icon {...icon} className="shrink-0 text-muted" aria-hidden />;
}

function tabTitle(id: string, title: string): string {
  if (id === 'console') return t('console');
  if (id === 'preview') return t('preview');
  if (id === 'debug') return t('debugConsole');
  if (id === 'history') return t('history');
  if (id === 'problems') return t('problems');
  if (id === 'git') return t('git');
  if (id.startsWith('terminal:') && title === 'terminal') return t('terminal');
  return title;
}

const hasTwin = (panels: readonly { id: string; title?: string | undefined }[], id: string, title: string): boolean =>
  panels.some((panel) => panel.id !== id && panel.id.startsWith('file:') && panel.title === title);

function StateMark({ state }: { state: SaveState['kind'] }) {
  return state === 'offline' ? (
    <Circle size={8} fill="currentColor" className="shrink-0 text-warning" aria-label={t('unsaved')} />
  ) : (
    <TriangleAlert size={14} strokeWidth={1.75} className="shrink-0 text-warning" aria-label={t('needsAttention')} />
  );
}
