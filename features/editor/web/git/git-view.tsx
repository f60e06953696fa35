import { EmptyState, IconButton } from '@e-code/kernel/web';
import { ChevronLeft, GitBranch } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { TextSkeleton } from '../editor/file-panel.tsx';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { DiffPanel } from './diff-panel.tsx';
import { type Repository, repositoryOf, type Shown } from './repository.ts';
import { t } from './texts.ts';

const Graph = lazy(() => import('./graph.tsx').then((file) => ({ default: file.Graph })));
const CommitDetails = lazy(() => import('./commit-details.tsx').then((file) => ({ default: file.CommitDetails })));
const ConflictView = lazy(() => import('./conflict-view.tsx').then((file) => ({ default: file.ConflictView })));

/** What was chosen in the panel: a difference, a commit, the history, or a conflict to resolve. */
export function GitView({ onBack }: { onBack?: () => void }) {
  const repository = repositoryOf(useWorkspace());
  const shown = useStore(repository.shown);
  return (
    <div className="flex h-full min-w-0 flex-col bg-bg">
      {onBack && (
        <header className="flex h-11 shrink-0 items-center border-b border-line">
          <IconButton
            label={t('back')}
            icon={<ChevronLeft size={18} strokeWidth={1.5} />}
            onClick={onBack}
            className="pointer-coarse:size-11"
          />
        </header>
      )}
      <div className="min-h-0 flex-1">
        <Suspense fallback={<TextSkeleton />}>{viewOf(repository, shown)}</Suspense>
      </div>
    </div>
  );
}

function viewOf(repository: Repository, shown: Shown | undefined): ReactNode {
  if (shown === undefined) {
    return (
      <EmptyState icon={<GitBranch size={20} strokeWidth={1.5} />} title={t('chooseChange')}>
        {t('chooseChangeHint')}
      </EmptyState>
    );
  }
  if (shown.kind === 'diff') return <DiffPanel repository={repository} path={shown.path} side={shown.side} />;
  if (shown.kind === 'conflict') return <ConflictView key={shown.path} repository={repository} path={shown.path} />;
  if (shown.kind === 'commit') return <CommitDetails repository={repository} commit={shown.commit} />;
  return <Graph key={shown.path ?? ''} repository={repository} path={shown.path} />;
}
