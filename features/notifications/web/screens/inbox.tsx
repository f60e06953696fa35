import {
  Button,
  EmptyState,
  QueryError,
  SegmentedControl,
  Skeleton,
  toast,
  toProblem,
  useNavigation,
  useSearchParam,
} from '@e-code/kernel/web';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Bell } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { NotificationRow } from '../parts/row.tsx';
import { Ways } from '../parts/ways.tsx';
import { client, queries, type ListedNotification } from '../queries.ts';
import { t } from '../texts.ts';

const filters = ['inbox', 'unread', 'mine', 'done'] as const;
type Filter = (typeof filters)[number];
type As = 'read' | 'unread' | 'done' | 'undone';

/** What happened to the person, the latest first. The bell listens to the channel, so the list is renewed with it. */
export function Inbox() {
  const [asked, setAsked] = useSearchParam('show');
  const filter: Filter = filters.find((known) => known === asked) ?? 'inbox';
  const queryClient = useQueryClient();
  async function mark(as: As, ids?: string[]): Promise<void> {
    try {
      await client.mark({ as, which: ids ? { by: 'ids', ids } : { by: 'all' } });
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await queryClient.invalidateQueries({ queryKey: queries.key() });
  }
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-8">
      <div className="flex items-start justify-between gap-4">
        <h1 className="text-heading font-semibold">{t('title')}</h1>
        <Button onClick={() => void mark('read')}>{t('allRead')}</Button>
      </div>
      <SegmentedControl
        label={t('filter')}
        value={filter}
        options={filters.map((value) => ({ value, label: t(value) }))}
        onValueChange={(next) => setAsked(next === 'inbox' ? undefined : next)}
      />
      <List filter={filter} mark={mark} />
      <Ways />
    </div>
  );
}

function List({ filter, mark }: { filter: Filter; mark: (as: As, ids: string[]) => Promise<void> }) {
  const list = useInfiniteQuery(
    queries.list.infiniteOptions({
      input: (cursor: number | undefined) => ({ filter, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const notifications = list.data?.pages.flatMap((page) => page.notifications) ?? [];
  const [current, setCurrent] = useKeys(notifications, mark);
  if (list.isPending) return <Skeleton className="h-40" />;
  if (list.isError) return <QueryError error={list.error} title={t('failed')} onRetry={() => void list.refetch()} />;
  if (notifications.length === 0) {
    return (
      <EmptyState icon={<Bell size={20} strokeWidth={1.5} />} title={filter === 'done' ? t('emptyDone') : t('empty')}>
        {filter === 'done' ? t('emptyDoneWhy') : t('emptyWhy')}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-2">
      <ul aria-label={t('title')} className="rounded-panel border border-b-0 border-line">
        {notifications.map((notification) => (
          <NotificationRow
            key={notification.id}
            notification={notification}
            current={notification.id === current}
            onOpen={() => void mark('read', [notification.id])}
            onDone={() => void mark(notification.done ? 'undone' : 'done', [notification.id])}
            onFocus={() => setCurrent(notification.id)}
          />
        ))}
      </ul>
      <p className="text-small text-muted">{t('keysHint')}</p>
      {list.hasNextPage && (
        <Button className="self-center" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  );
}

/** One key for each thing that is done to many. */
function useKeys(
  notifications: readonly ListedNotification[],
  mark: (as: As, ids: string[]) => Promise<void>,
): readonly [string | undefined, (id: string) => void] {
  const { go } = useNavigation();
  const [current, setCurrent] = useState<string>();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target } = event;
    const typing = target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = notifications.findIndex(({ id }) => id === current);
    const chosen = notifications[at];
    const step = { j: 1, k: -1 }[event.key];
    if (step !== undefined) setCurrent(notifications[Math.max(0, Math.min(notifications.length - 1, at + step))]?.id);
    else if (!chosen) return;
    else if (event.key === 'e') void mark(chosen.done ? 'undone' : 'done', [chosen.id]);
    else if (event.key === 'u') void mark('unread', [chosen.id]);
    else if (event.key === 'Enter' && target === document.body) {
      void mark('read', [chosen.id]);
      go(chosen.address);
    } else return;
    event.preventDefault();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return [current, setCurrent];
}
