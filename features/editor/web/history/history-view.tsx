import {
  Button,
  EmptyState,
  ErrorState,
  formatDateTime,
  IconButton,
  SegmentedControl,
  Skeleton,
} from '@e-code/kernel/web';
import { ChevronLeft, History } from 'lucide-react';
import { useEffect } from 'react';
import { baseName } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { AuthorIcon, authorName } from './author.tsx';
import { DiffView } from './diff-view.tsx';
import { type Comparison, type FileHistory, historyOf } from './file-history.ts';
import { Scrubber } from './scrubber.tsx';
import { t } from './texts.ts';

/** One version of a file beside another, with a slider through all of them. */
export function HistoryView({ onBack }: { onBack?: () => void }) {
  const workspace = useWorkspace();
  const history = historyOf(workspace);
  const timeline = useStore(history.timeline);
  const point = useStore(history.point);
  const active = useStore(workspace.layout.activeFile);
  useEffect(() => {
    if (timeline.kind === 'none') history.open(active);
    else if (timeline.kind === 'ready' && point === undefined) history.select(timeline.timeline.last);
  }, [history, timeline, point, active]);
  useEffect(() => () => history.pause(), [history]);

  if (timeline.kind !== 'ready') {
    return (
      <EmptyState icon={<History size={20} strokeWidth={1.5} />} title={t('chooseFile')}>
        {t('chooseFileHint')}
      </EmptyState>
    );
  }
  const { path, first, last } = timeline.timeline;
  return (
    <section aria-label={t('changes', { name: baseName(path) })} className="flex h-full flex-col bg-bg">
      <header className="flex flex-col gap-1 border-b border-line px-3 py-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {onBack && (
            <IconButton
              label={t('back')}
              icon={<ChevronLeft size={18} strokeWidth={1.5} />}
              onClick={onBack}
              className="-ml-2 pointer-coarse:size-11"
            />
          )}
          <Who history={history} path={path} />
          <Actions history={history} exists={timeline.timeline.exists} />
        </div>
        <Scrubber history={history} first={first} last={last} />
      </header>
      <div className="min-h-0 flex-1">
        <Versions history={history} path={path} />
      </div>
    </section>
  );
}

function Who({ history, path }: { history: FileHistory; path: string }) {
  const version = useStore(history.shown)?.version;
  const burst = version && history.burstAt(version.point);
  const author = version?.author ?? burst?.author;
  return (
    <p className="flex min-w-40 flex-1 items-center gap-2">
      {author && <AuthorIcon kind={author.kind} />}
      <span className="min-w-0 truncate">
        <span className="font-medium">{baseName(path)}</span>{' '}
        <span className="text-muted">
          {author && version?.at !== undefined
            ? `${authorName(author)}, ${formatDateTime(version.at)}`
            : version && t('beginning')}
        </span>
      </span>
    </p>
  );
}

function Actions({ history, exists }: { history: FileHistory; exists: boolean }) {
  const { rights } = useWorkspace();
  const comparison = useStore(history.comparison);
  const restoring = useStore(history.restoring);
  const shown = useStore(history.shown);
  const range = history.range;
  const isNow = exists && shown !== undefined && shown.version.point === range?.last;
  return (
    <div className="flex items-center gap-2">
      <SegmentedControl
        size="small"
        label={t('compareWith')}
        value={comparison}
        options={[
          { value: 'before', label: t('withBefore') },
          { value: 'now', label: t('withNow') },
        ]}
        onValueChange={(next) => history.compare(next)}
      />
      {rights.write && (
        <Button
          size="small"
          variant="primary"
          loading={restoring}
          disabled={shown === undefined || isNow}
          onClick={() => void history.restoreShown()}
        >
          {t('restore')}
        </Button>
      )}
    </div>
  );
}

function Versions({ history, path }: { history: FileHistory; path: string }) {
  const shown = useStore(history.shown);
  const problem = useStore(history.problem);
  const comparison = useStore(history.comparison);
  const playing = useStore(history.playing);
  if (problem !== undefined) {
    return (
      <ErrorState
        title={t('cannotShow')}
        action={<Button onClick={() => history.select(history.point.get() ?? 0)}>{t('tryAgain')}</Button>}
      >
        {problem.message}
      </ErrorState>
    );
  }
  if (shown === undefined) return <Skeleton className="m-3 h-40" />;
  return (
    <div className="flex h-full flex-col">
      {shown.left.eq(shown.right) && (
        <p className="border-b border-line px-3 py-1 text-small text-muted">{t('same')}</p>
      )}
      <div className="min-h-0 flex-1">
        <DiffView path={path} left={shown.left} right={shown.right} names={columns(comparison)} playing={playing} />
      </div>
    </div>
  );
}

const columns = (comparison: Comparison): { left: string; right: string } =>
  comparison === 'now'
    ? { left: t('versionAt'), right: t('withNow') }
    : { left: t('withBefore'), right: t('versionAt') };
