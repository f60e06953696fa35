import { Button, EmptyState, QueryError, Skeleton } from '@e-code/kernel/web';
import { FolderPlus, SearchX, UsersRound } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useProjectActions } from '../actions/use-project-actions.ts';
import { t } from '../texts/texts.ts';
import type { ListView } from './list-view.ts';
import { ProjectRow } from './project-row.tsx';
import { useProjectQuestions } from './project-questions.tsx';
import type { ProjectPages } from './use-project-pages.ts';

const frame = 'divide-y divide-line overflow-hidden rounded-panel border border-line bg-raised';

/** The rows, or why there are none. */
export function ProjectList({ view, pages }: { view: ListView; pages: ProjectPages }) {
  const actions = useProjectActions();
  const { ask, dialog } = useProjectQuestions();
  if (pages.isPending) return <ListSkeleton />;
  if (pages.isError && pages.projects.length === 0) {
    return <QueryError error={pages.error} title={t('listFailed')} onRetry={() => void pages.refetch()} />;
  }
  if (pages.projects.length === 0) return <NothingHere view={view} />;
  return (
    <>
      <ul aria-label={t('home')} aria-busy={pages.isFetching} className={frame}>
        {pages.projects.map((project) => (
          <ProjectRow key={project.id} project={project} actions={actions} onAsk={ask} />
        ))}
      </ul>
      {pages.hasNextPage && <MorePages pages={pages} />}
      {dialog}
    </>
  );
}

/** Loads the next page before its place comes into view; the button is for when that does not happen. */
function MorePages({ pages }: { pages: ProjectPages }) {
  const place = useRef<HTMLDivElement>(null);
  const { fetchNextPage } = pages;
  useEffect(() => {
    if (place.current === null) return undefined;
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), {
      rootMargin: '800px',
    });
    near.observe(place.current);
    return () => near.disconnect();
  }, [fetchNextPage, pages.projects.length]);
  return (
    <div ref={place} className="flex justify-center py-4">
      <Button loading={pages.isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {t('loadMore')}
      </Button>
    </div>
  );
}

function NothingHere({ view }: { view: ListView }): ReactNode {
  if (view.search.trim() !== '') {
    return (
      <EmptyState
        icon={<SearchX size={20} strokeWidth={1.5} />}
        title={t('noMatch', { search: view.search.trim() })}
        action={<Button onClick={() => view.setSearch('')}>{t('seeAll')}</Button>}
      >
        {t('noMatchWhy')}
      </EmptyState>
    );
  }
  // Mine is empty for people who only work in what others own.
  if (view.filter === 'mine') {
    return (
      <EmptyState icon={<FolderPlus size={20} strokeWidth={1.5} />} title={t('mineEmpty')}>
        {t('mineEmptyWhy')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<UsersRound size={20} strokeWidth={1.5} />} title={t('listEmptyShared')}>
      {t('listEmptySharedWhy')}
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <ul aria-label={t('home')} aria-busy className={frame}>
      {Array.from({ length: 6 }, (_, index) => (
        <li key={index} className="flex h-14 items-center gap-3 px-3">
          <Skeleton className="size-8" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3 w-44" />
            <Skeleton className="h-2.5 w-28" />
          </div>
        </li>
      ))}
    </ul>
  );
}
