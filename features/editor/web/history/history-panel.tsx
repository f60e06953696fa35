import { Button, EmptyState, ErrorState, IconButton, Skeleton } from '@e-code/kernel/web';
import { History, RotateCw } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { DeletedFiles } from './deleted-files.tsx';
import { type FileHistory, historyOf } from './file-history.ts';
import { Kept } from './kept.tsx';
import { TimelineList } from './timeline.tsx';
import { t } from './texts.ts';

const HistoryView = lazy(() => import('./history-view.tsx').then((file) => ({ default: file.HistoryView })));

/** Who changed the file in use and when. On a phone a chosen version takes the place of the list. */
export function HistoryPanel() {
  const workspace = useWorkspace();
  const { layout } = workspace;
  const history = historyOf(workspace);
  const active = useStore(layout.activeFile);
  const [looking, setLooking] = useState(false);
  useEffect(() => history.open(active), [history, active]);
  const onSelect = () => (layout.docked ? layout.showHistory() : setLooking(true));

  if (looking && !layout.docked) {
    return (
      <Suspense>
        <HistoryView onBack={() => setLooking(false)} />
      </Suspense>
    );
  }
  return (
    <section aria-label={t('timeline')} className="flex h-full flex-col">
      <Heading history={history} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Body history={history} onSelect={onSelect} />
      </div>
      <footer className="flex flex-col gap-2 border-t border-line px-3 py-2">
        <DeletedFiles history={history} onSelect={onSelect} />
        <Kept />
      </footer>
    </section>
  );
}

function Heading({ history }: { history: FileHistory }) {
  const path = useStore(history.path);
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-3">
      <h2 className="min-w-0 flex-1 truncate font-medium" title={path}>
        {path === undefined ? t('history') : baseName(path)}
      </h2>
      {path !== undefined && (
        <IconButton
          size="small"
          label={t('refresh')}
          icon={<RotateCw size={14} strokeWidth={1.5} />}
          onClick={() => void history.load()}
        />
      )}
    </header>
  );
}

function Body({ history, onSelect }: { history: FileHistory; onSelect: () => void }) {
  const state = useStore(history.timeline);
  const path = useStore(history.path);
  const icon = <History size={20} strokeWidth={1.5} />;
  if (state.kind === 'none') {
    return (
      <EmptyState icon={icon} title={t('chooseFile')}>
        {t('chooseFileHint')}
      </EmptyState>
    );
  }
  if (state.kind === 'loading') return <Skeleton className="m-3 h-24" />;
  if (state.kind === 'empty') {
    return (
      <EmptyState icon={icon} title={t('nothing')}>
        {t('nothingHint', { name: baseName(path ?? '') })}
      </EmptyState>
    );
  }
  if (state.kind === 'problem') {
    const again = <Button onClick={() => void history.load()}>{t('tryAgain')}</Button>;
    return (
      <ErrorState title={t('cannotLoad')} action={again}>
        {state.problem.message}
      </ErrorState>
    );
  }
  return (
    <>
      {!state.timeline.exists && <p className="px-3 pb-2 text-small text-warning">{t('fileDeleted')}</p>}
      <TimelineList history={history} timeline={state.timeline} onSelect={onSelect} />
    </>
  );
}
