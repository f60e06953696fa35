import { useSearchParam } from '@e-code/kernel/web';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from '../parts/store.ts';
import { DebugBarSoon } from '../debug/debug-bar-soon.tsx';
import { Rail } from '../layout/rail.tsx';
import { Side } from '../layout/side.tsx';
import { StatusBar } from '../layout/status-bar.tsx';
import { WorkspaceTopBar } from '../layout/top-bar.tsx';
import { parseWindowPanel, type WindowPanel } from '../layout/window-panel.ts';
import { FollowingBar } from '../presence/following-bar.tsx';
import { useThreadLink } from '../comments/thread-link.ts';
import { useWorkspaceCommands } from '../palette/commands.tsx';
import { QuickOpenSoon } from '../palette/quick-open-soon.tsx';
import { useWorkspace } from './context.ts';
import { findFirstFile, openFirstFile } from './first-file.ts';
import { Dock, Phone, phoneQuery } from './panels.ts';
import { SessionBanner } from './session-banner.tsx';

const PanelWindow = lazy(() => import('../layout/panel-window.tsx').then((file) => ({ default: file.PanelWindow })));
const GoToLine = lazy(() => import('../palette/go-to-line.tsx').then((file) => ({ default: file.GoToLine })));
const Settings = lazy(() =>
  import('../settings/settings-dialog.tsx').then((file) => ({ default: file.SettingsDialog })),
);

const subscribePhone = (listener: () => void) => {
  phoneQuery.addEventListener('change', listener);
  return () => phoneQuery.removeEventListener('change', listener);
};

/** What lies over the workspace, one at a time. */
export type Layer = 'files' | 'symbols' | 'projectSymbols' | 'line' | 'settings' | undefined;

const prefixes = { files: '', symbols: '@', projectSymbols: '#' } as const;

const prefixOf = (layer: Layer) =>
  layer === 'symbols' || layer === 'projectSymbols' ? prefixes[layer] : prefixes.files;

/** The open project: panels on a large screen, one thing at a time on a phone. */
export function WorkspaceView() {
  const [layer, setLayer] = useState<Layer>();
  const phone = useSyncExternalStore(subscribePhone, () => phoneQuery.matches);
  const [alone] = useSearchParam('window');
  const panel = useMemo(() => (alone === undefined ? undefined : parseWindowPanel(alone)), [alone]);
  const close = useCallback(() => setLayer(undefined), []);
  const begin = useFirstFile(panel === undefined);
  const [ready, setReady] = useState(false);
  const start = useCallback(
    (restored: boolean) => {
      begin(restored);
      setReady(true);
    },
    [begin],
  );
  useWorkspaceCommands(setLayer);
  useThreadLink(ready);

  return (
    <div className="flex h-full flex-col">
      <WorkspaceTopBar compact={phone} />
      <SessionBanner />
      <FollowingBar />
      <DebugBarSoon />
      <Panels phone={phone} window={panel} onReady={start} show={setLayer} />
      <QuickOpenSoon open={layer !== undefined && layer in prefixes} prefix={prefixOf(layer)} onClose={close} />
      <Suspense>
        {layer === 'line' && <GoToLine onClose={close} />}
        {layer === 'settings' && <Settings onClose={close} />}
      </Suspense>
    </div>
  );
}

type PanelsProps = {
  phone: boolean;
  /** The one panel of a window of its own. */
  window: WindowPanel | undefined;
  onReady: (restored: boolean) => void;
  show: (layer: Layer) => void;
};

function Panels({ phone, window, onReady, show }: PanelsProps) {
  const { layout } = useWorkspace();
  const focusMode = useStore(layout.focusMode);
  const onSettings = () => show('settings');
  if (phone && !window) {
    return (
      <Suspense>
        <Phone onReady={onReady} onSettings={onSettings} />
      </Suspense>
    );
  }
  const chrome = !focusMode && !window;
  return (
    <>
      <div className="flex min-h-0 flex-1">
        {chrome && <Rail onSettings={onSettings} />}
        {chrome && <Side />}
        <div className="min-w-0 flex-1">
          <Suspense>{window ? <PanelWindow panel={window} /> : <Dock onReady={onReady} />}</Suspense>
        </div>
      </div>
      {!focusMode && <StatusBar onGoToLine={() => show('line')} />}
    </>
  );
}

/** Opens what the address names, and in a project that was never open the file to begin with. */
function useFirstFile(panels: boolean): (restored: boolean) => void {
  const workspace = useWorkspace();
  const [file, setFile] = useSearchParam('file');
  const [line] = useSearchParam('line');
  const asked = useRef({ file, line });
  // Found out while the panels are still made; its text comes meanwhile.
  const [first] = useState(() =>
    panels && file === undefined && !workspace.layout.remembered ? findFirstFile(workspace) : undefined,
  );
  const begin = useCallback(
    (restored: boolean) => {
      const { file: wanted, line: at } = asked.current;
      asked.current = { file: undefined, line: undefined };
      if (!restored && workspace.layout.docked) workspace.layout.showConsole();
      if (wanted !== undefined)
        workspace.layout.openFile(wanted, at === undefined ? {} : { place: { line: Number(at) } });
      else if (!restored) void openFirstFile(workspace, first);
    },
    [workspace, first],
  );
  // Taken: a reload shows what is open then.
  useEffect(() => {
    if (file !== undefined) setFile(undefined);
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the page opens
  }, []);
  return begin;
}
