import {
  DockviewReact,
  type DockviewReadyEvent,
  type DockviewTheme,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelProps,
} from 'dockview-react';
import 'dockview-react/dist/styles/dockview.css';
import './dock.css';
import { IconButton, Menu } from '@e-code/kernel/web';
import { Bug, CircleX, Columns2, MonitorPlay, Plus, ScrollText, SquareTerminal } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ConsolePanel } from '../console/console-panel.tsx';
import { FilePanel, TextSkeleton } from '../editor/file-panel.tsx';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { TerminalPanel } from '../terminal/terminal-panel.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { DockTab } from './dock-tab.tsx';
import { EmptyGroup } from './empty-group.tsx';
import { isAtBottom } from './layout.ts';

const PreviewPanel = lazy(() =>
  import('../preview/preview-panel.tsx').then((file) => ({ default: file.PreviewPanel })),
);

const HistoryView = lazy(() => import('../history/history-view.tsx').then((file) => ({ default: file.HistoryView })));

const GitView = lazy(() => import('../git/git-view.tsx').then((file) => ({ default: file.GitView })));

const ProblemsPanel = lazy(() =>
  import('../languages/problems-panel.tsx').then((file) => ({ default: file.ProblemsPanel })),
);

const DebugConsole = lazy(() => import('../debug/debug-console.tsx').then((file) => ({ default: file.DebugConsole })));

const icon = { size: 16, strokeWidth: 1.5 };

const theme: DockviewTheme = {
  name: 'e-code',
  className: 'dockview-theme-e-code',
  dndPanelOverlay: 'group',
  dndTabIndicator: 'line',
  tabGroupIndicator: 'none',
};

function useVisible({ api }: Pick<IDockviewPanelProps, 'api'>): boolean {
  const [visible, setVisible] = useState(api.isVisible && api.isActive);
  useEffect(() => {
    const changed = () => setVisible(api.isVisible && api.isActive);
    const listeners = [api.onDidVisibilityChange(changed), api.onDidActiveChange(changed)];
    return () => listeners.forEach((listener) => listener.dispose());
  }, [api]);
  return visible;
}

function FileDockPanel({ api, params }: IDockviewPanelProps<{ path: string }>) {
  const active = useVisible({ api });
  return <FilePanel path={params.path} active={active} />;
}

function TerminalDockPanel({ api, params }: IDockviewPanelProps<{ terminal?: number }>) {
  const active = useVisible({ api });
  return (
    <TerminalPanel
      key={params.terminal}
      terminal={params.terminal}
      active={active}
      onTerminal={(terminal) => api.updateParameters({ terminal })}
      onTitle={(title) => api.setTitle(title)}
    />
  );
}

function PreviewDockPanel() {
  return (
    <Suspense fallback={<TextSkeleton />}>
      <PreviewPanel />
    </Suspense>
  );
}

function HistoryDockPanel() {
  return (
    <Suspense fallback={<TextSkeleton />}>
      <HistoryView />
    </Suspense>
  );
}

function GitDockPanel() {
  return (
    <Suspense fallback={<TextSkeleton />}>
      <GitView />
    </Suspense>
  );
}

function ProblemsDockPanel() {
  return (
    <Suspense fallback={<TextSkeleton />}>
      <ProblemsPanel />
    </Suspense>
  );
}

function DebugDockPanel() {
  return (
    <Suspense>
      <DebugConsole />
    </Suspense>
  );
}

const components = {
  file: FileDockPanel,
  console: ConsolePanel,
  terminal: TerminalDockPanel,
  preview: PreviewDockPanel,
  history: HistoryDockPanel,
  git: GitDockPanel,
  'debug console': DebugDockPanel,
  problems: ProblemsDockPanel,
};

/** Beside the tabs of a group: what can be added there. */
function GroupActions({ panels, activePanel, containerApi }: IDockviewHeaderActionsProps) {
  const { layout, rights, terminals } = useWorkspace();
  const running = useStore(terminals.list);
  // Terminals belong to the project, not to a page: those of other pages and windows can be shown here too.
  const shown = new Set(containerApi.panels.map((panel): unknown => panel.params?.['terminal']));
  const hidden = rights.run ? running.filter(({ id }) => !shown.has(id)) : [];
  const bottom = panels.some(isAtBottom);
  if (bottom) {
    return (
      <div className="flex h-full items-center px-1">
        {rights.run && (
          <IconButton
            size="small"
            label={t('newTerminal')}
            icon={<Plus {...icon} />}
            onClick={() => layout.showTerminal()}
          />
        )}
        <Menu
          align="end"
          trigger={<IconButton size="small" label={t('showPanel')} icon={<Columns2 {...icon} />} />}
          entries={[
            { label: t('console'), icon: <ScrollText {...icon} />, onSelect: () => layout.showConsole() },
            { label: t('debugConsole'), icon: <Bug {...icon} />, onSelect: () => layout.showDebugConsole() },
            { label: t('problems'), icon: <CircleX {...icon} />, onSelect: () => layout.showProblems() },
            { label: t('preview'), icon: <MonitorPlay {...icon} />, onSelect: () => layout.showPreview() },
            ...(rights.run
              ? [{ label: t('newTerminal'), icon: <SquareTerminal {...icon} />, onSelect: () => layout.showTerminal() }]
              : []),
            ...hidden.map(({ id, title }) => ({
              label: title,
              icon: <SquareTerminal {...icon} />,
              onSelect: () => layout.showTerminal(id),
            })),
          ]}
        />
      </div>
    );
  }
  if (!activePanel?.id.startsWith('file:')) return null;
  return (
    <div className="flex h-full items-center px-1">
      <IconButton
        size="small"
        label={t('split')}
        shortcut="mod+\"
        icon={<Columns2 {...icon} />}
        onClick={() => layout.splitActive()}
      />
    </div>
  );
}

/** Tabs, splits and their sizes; what was open last time is open again. */
export function Dock({ onReady }: { onReady: (restored: boolean) => void }) {
  const { layout } = useWorkspace();
  useEffect(() => () => layout.release(), [layout]);
  return (
    <DockviewReact
      theme={theme}
      components={components}
      defaultTabComponent={DockTab}
      rightHeaderActionsComponent={GroupActions}
      watermarkComponent={EmptyGroup}
      noPanelsOverlay="emptyGroup"
      defaultRenderer="always"
      disableFloatingGroups
      disableTabsOverflowList
      scrollbars="native"
      onReady={(event: DockviewReadyEvent) => onReady(layout.adopt(event.api))}
    />
  );
}
