import { EmptyState, Kbd, QueryError, SegmentedControl, Skeleton } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { MessageSquare } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { DraftCard } from './draft-card.tsx';
import type { Thread } from './endpoints.ts';
import { t } from './texts.ts';
import { listed, threadBookOf, type Filter, type ThreadBook } from './thread-book.ts';
import { ThreadCard } from './thread-card.tsx';

const usualHeight = 112;

/** What is said about the files of the project: the threads, the one that is read, and one that is begun. */
export function CommentsPanel() {
  const book = threadBookOf(useWorkspace());
  const filter = useStore(book.filter);
  const draft = useStore(book.draft);
  const open = useStore(book.open);
  return (
    <section aria-label={t('comments')} className="flex h-full min-w-0 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 px-3">
        <h2 className="min-w-0 flex-1 truncate font-medium">{t('comments')}</h2>
        {open > 0 && <span className="text-small text-muted tabular-nums">{open}</span>}
      </header>
      <SegmentedControl
        size="small"
        className="mx-3 mb-2"
        label={t('filter')}
        value={filter}
        options={[
          { value: 'open', label: t('open') },
          { value: 'mine', label: t('mine') },
          { value: 'resolved', label: t('resolved') },
        ]}
        onValueChange={(next) => book.show(next)}
      />
      {draft && <DraftCard key={`${draft.document} ${JSON.stringify(draft.start)}`} book={book} quotation={draft} />}
      <Body book={book} filter={filter} />
    </section>
  );
}

function Body({ book, filter }: { book: ThreadBook; filter: Filter }) {
  const list = useStore(book.lists)[filter];
  const all = useStore(book.threads);
  const reader = useStore(book.reader);
  const threads = useMemo(() => listed(all, filter, reader?.id), [all, filter, reader]);
  if (list.kind === 'problem') {
    const error = Object.assign(new Error(list.problem.message), list.problem);
    return <QueryError title={t('cannotLoad')} error={error} onRetry={() => void book.load(filter)} />;
  }
  if (list.kind === 'loading' && threads.length === 0) return <Skeleton className="m-3 h-24" />;
  if (threads.length === 0) return <Nothing filter={filter} writes={reader?.writes === true} />;
  const next = list.kind === 'ready' ? list.next : null;
  return <List book={book} threads={threads} onEnd={() => next !== null && void book.load(filter, next)} />;
}

function Nothing({ filter, writes }: { filter: Filter; writes: boolean }) {
  const icon = <MessageSquare size={20} strokeWidth={1.5} />;
  if (filter === 'mine') {
    return (
      <EmptyState icon={icon} title={t('noneMine')}>
        {t('noneMineHint')}
      </EmptyState>
    );
  }
  if (filter === 'resolved') {
    return (
      <EmptyState icon={icon} title={t('noneResolved')}>
        {t('noneResolvedHint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={t('noneOpen')} aside={writes && <Kbd keys="mod+alt+m" />}>
      {writes ? t('noneOpenHint') : t('noneOpenReader')}
    </EmptyState>
  );
}

/** Cards of any height, of which only those in view are drawn. */
function List({ book, threads, onEnd }: { book: ThreadBook; threads: readonly Thread[]; onEnd: () => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const selected = useStore(book.selected);
  const virtual = useVirtualizer({
    count: threads.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => threads[index]?.id ?? index,
    estimateSize: () => usualHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= threads.length - 1) onEnd();
    // oxlint-disable-next-line react/exhaustive-deps -- when the end comes into view, not whenever the handler is another
  }, [last, threads.length]);
  const at = threads.findIndex(({ id }) => id === selected);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // oxlint-disable-next-line react/exhaustive-deps -- when another thread is chosen
  }, [selected]);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto" data-threads={threads.length}>
      <div role="list" aria-label={t('comments')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const thread = threads[index];
          return (
            thread && (
              <div
                key={key}
                role="listitem"
                ref={virtual.measureElement}
                data-index={index}
                className="absolute inset-x-0 top-0 border-b border-line"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ThreadCard book={book} thread={thread} open={thread.id === selected} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
