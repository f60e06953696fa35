import { useCommands, useTitle } from '@e-code/kernel/web';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { ConsolePanel } from '../console/console-panel.tsx';
import { FilePanel, TextSkeleton } from '../editor/file-panel.tsx';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { TerminalPanel } from '../terminal/terminal-panel.tsx';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import type { WindowPanel } from './window-panel.ts';

const PreviewPanel = lazy(() =>
  import('../preview/preview-panel.tsx').then((file) => ({ default: file.PreviewPanel })),
);

/** A window that shows one panel of the project. Files that are opened here take the place of the one before. */
export function PanelWindow({ panel }: { panel: WindowPanel }) {
  const { layout } = useWorkspace();
  const opened = useStore(layout.phoneFile);
  useEffect(() => {
    if (panel.kind === 'file') layout.openFile(panel.path, { focus: true });
    if (panel.kind === 'preview' && panel.port !== undefined) layout.previewPort.set(panel.port);
  }, [panel, layout]);
  useCommands(useMemo(() => [closeCommand], []));

  if (panel.kind === 'terminal') return <TerminalWindow terminal={panel.terminal} />;
  if (panel.kind === 'preview') {
    return (
      <Suspense fallback={<TextSkeleton />}>
        <PreviewPanel />
      </Suspense>
    );
  }
  if (opened !== undefined) return <FileWindow path={opened} />;
  return panel.kind === 'console' ? <ConsolePanel /> : <TextSkeleton />;
}

const closeCommand = {
  id: 'view.close',
  title: t('closeWindow'),
  section: t('view'),
  shortcut: 'alt+w',
  run: () => window.close(),
};

function FileWindow({ path }: { path: string }) {
  useTitle(baseName(path));
  return <FilePanel key={path} path={path} active />;
}

function TerminalWindow({ terminal: first }: { terminal: number }) {
  const [terminal, setTerminal] = useState(first);
  const [title, setTitle] = useState(t('terminal'));
  useTitle(title);
  return <TerminalPanel key={terminal} terminal={terminal} onTerminal={setTerminal} onTitle={setTitle} active />;
}
