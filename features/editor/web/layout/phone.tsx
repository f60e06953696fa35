import { Files, MonitorPlay, Pencil, SquareTerminal, Settings } from 'lucide-react';
import { IconButton } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { ConsolePanel } from '../console/console-panel.tsx';
import { FilePanel } from '../editor/file-panel.tsx';
import { useStore } from '../parts/store.ts';
import { TerminalPanel } from '../terminal/terminal-panel.tsx';
import { FilesPanel } from '../tree/files-panel.tsx';
import { FileIcon } from '../tree/file-icon.tsx';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { EmptyGroup } from './empty-group.tsx';
import { KeyRow } from './key-row.tsx';
import type { PhoneView } from './layout.ts';
import { PhoneTabs } from './phone-tabs.tsx';
import { saveText } from './save-line.tsx';
import { useSwipe } from './swipe.ts';

const PreviewPanel = lazy(() =>
  import('../preview/preview-panel.tsx').then((file) => ({ default: file.PreviewPanel })),
);

const SearchPanel = lazy(() => import('../search/search-panel.tsx').then((file) => ({ default: file.SearchPanel })));

const HistoryPanel = lazy(() =>
  import('../history/history-panel.tsx').then((file) => ({ default: file.HistoryPanel })),
);

const GitPanel = lazy(() => import('../git/git-panel.tsx').then((file) => ({ default: file.GitPanel })));

const ProblemsPanel = lazy(() =>
  import('../languages/problems-panel.tsx').then((file) => ({ default: file.ProblemsPanel })),
);

const DebugPanel = lazy(() => import('../debug/debug-panel.tsx').then((file) => ({ default: file.DebugPanel })));

const DebugConsole = lazy(() => import('../debug/debug-console.tsx').then((file) => ({ default: file.DebugConsole })));

const DataPanel = lazy(() => import('../key-value/data-panel.tsx').then((file) => ({ default: file.DataPanel })));

const CommentsPanel = lazy(() =>
  import('../comments/comments-panel.tsx').then((file) => ({ default: file.CommentsPanel })),
);

const views: { view: PhoneView; icon: typeof Files; label: 'files' | 'editor' | 'preview' | 'terminal' }[] = [
  { view: 'files', icon: Files, label: 'files' },
  { view: 'editor', icon: Pencil, label: 'editor' },
  { view: 'preview', icon: MonitorPlay, label: 'preview' },
  { view: 'terminal', icon: SquareTerminal, label: 'terminal' },
];

type PhoneProps = { onReady: (restored: boolean) => void; onSettings: () => void };

/** One thing at a time, with a bar of four below it. Views that were opened stay alive behind the others. */
export function Phone({ onReady, onSettings }: PhoneProps) {
  const { layout } = useWorkspace();
  const view = useStore(layout.phoneView);
  const [opened, setOpened] = useState<ReadonlySet<PhoneView>>(new Set([view]));
  if (!opened.has(view)) setOpened(new Set([...opened, view]));
  const swipe = useSwipe((direction) => {
    const at = views.findIndex((entry) => entry.view === view);
    const next = views[direction === 'next' ? at + 1 : at - 1];
    if (next) layout.phoneView.set(next.view);
  });
  useEffect(() => onReady(layout.phoneFile.get() !== undefined), [onReady, layout]);

  return (
    <>
      <div className="relative min-h-0 flex-1" {...swipe}>
        {views
          .filter((entry) => opened.has(entry.view))
          .map((entry) => (
            <div
              key={entry.view}
              className={clsx('absolute inset-0 flex flex-col bg-bg', entry.view !== view && 'invisible')}
              inert={entry.view !== view}
            >
              <PhoneContent view={entry.view} active={entry.view === view} onSettings={onSettings} />
            </div>
          ))}
      </div>
      <nav
        aria-label={t('activities')}
        {...swipe}
        className="grid shrink-0 grid-cols-4 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)]"
      >
        {views.map(({ view: target, icon: Icon, label }) => (
          <button
            key={target}
            type="button"
            aria-current={view === target ? 'page' : undefined}
            onClick={() => layout.phoneView.set(target)}
            className={clsx(
              'flex h-13 flex-col items-center justify-center gap-0.5 text-caption font-medium',
              view === target ? 'text-accent-text' : 'text-muted',
            )}
          >
            <Icon size={20} strokeWidth={1.5} aria-hidden />
            {t(label)}
          </button>
        ))}
      </nav>
    </>
  );
}

function PhoneContent({ view, active, onSettings }: { view: PhoneView; active: boolean; onSettings: () => void }) {
  if (view === 'files') return <PhoneFiles />;
  if (view === 'editor') return <PhoneEditor active={active} onSettings={onSettings} />;
  if (view === 'terminal') return <PhoneTerminal active={active} />;
  return (
    <Suspense>
      <PreviewPanel />
    </Suspense>
  );
}

/** The tree, or the search in all files. */
function PhoneFiles() {
  const { layout } = useWorkspace();
  const side = useStore(layout.side) ?? 'files';
  return (
    <>
      <PhoneTabs
        label={t('files')}
        tabs={[
          { name: 'files', label: t('files') },
          { name: 'search', label: t('search') },
          { name: 'history', label: t('history') },
          { name: 'git', label: t('git') },
          { name: 'debug', label: t('debugShort') },
          { name: 'comments', label: t('comments') },
          { name: 'data', label: t('data') },
        ]}
        shown={side}
        onShow={(panel) => layout.side.set(panel)}
      />
      <div className="min-h-0 flex-1">
        <Suspense>
          {side === 'files' && <FilesPanel touch />}
          {side === 'search' && <SearchPanel />}
          {side === 'history' && <HistoryPanel />}
          {side === 'git' && <GitPanel />}
          {side === 'debug' && <DebugPanel />}
          {side === 'comments' && <CommentsPanel />}
          {side === 'data' && <DataPanel />}
        </Suspense>
      </div>
    </>
  );
}

function PhoneEditor({ active, onSettings }: { active: boolean; onSettings: () => void }) {
  const { layout, documents, rights } = useWorkspace();
  const path = useStore(layout.phoneFile);
  const state = useStore(documents.state);
  const editor = useStore(layout.editor);
  if (path === undefined) return <EmptyGroup />;
  return (
    <>
      <header className="flex h-11 shrink-0 items-center gap-2 border-b border-line bg-sunken pr-1 pl-3">
        <FileIcon path={path} />
        <span className="min-w-0 flex-1 truncate">{path}</span>
        <span role="status" className={clsx('text-small', state.kind === 'saved' ? 'text-muted' : 'text-warning')}>
          {rights.write ? saveText(state) : t('readOnly')}
        </span>
        <IconButton
          label={t('settings')}
          icon={<Settings size={18} strokeWidth={1.5} />}
          onClick={onSettings}
          className="size-11"
        />
      </header>
      <div className="min-h-0 flex-1">
        <FilePanel key={path} path={path} active={active} />
      </div>
      {rights.write && editor && (
        <KeyRow onKey={(key) => layout.pressKey(key)} onText={(text) => layout.insert(text)} />
      )}
    </>
  );
}

/** The console above, a shell below: on a phone both are "what the machine says". */
function PhoneTerminal({ active }: { active: boolean }) {
  const { rights, terminals } = useWorkspace();
  const [shown, setShown] = useState<'console' | 'debug' | 'shell' | 'problems'>('console');
  const [terminal, setTerminal] = useState(() => terminals.list.get()[0]?.id);
  const type = useRef<(text: string) => void>(undefined);
  return (
    <>
      <PhoneTabs
        label={t('terminal')}
        tabs={[
          { name: 'console', label: t('console') },
          { name: 'debug', label: t('debugShort') },
          { name: 'shell', label: t('shell') },
          { name: 'problems', label: t('problems') },
        ]}
        shown={shown}
        onShow={setShown}
      />
      <div className="min-h-0 flex-1">
        {shown === 'console' && <ConsolePanel />}
        {shown === 'debug' && (
          <Suspense>
            <DebugConsole />
          </Suspense>
        )}
        {shown === 'problems' && (
          <Suspense>
            <ProblemsPanel />
          </Suspense>
        )}
        {shown === 'shell' && (
          <TerminalPanel
            terminal={terminal}
            onTerminal={setTerminal}
            onTitle={() => undefined}
            onType={(next) => (type.current = next)}
            active={active}
          />
        )}
      </div>
      {shown === 'shell' && rights.run && (
        <KeyRow terminal onKey={(key) => type.current?.(key)} onText={(text) => type.current?.(text)} />
      )}
    </>
  );
}
