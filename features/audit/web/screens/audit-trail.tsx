import {
  Button,
  buttonClass,
  EmptyState,
  formatDateTime,
  formatRelative,
  QueryError,
  Select,
  Skeleton,
  Table,
  TextField,
  useSearchParam,
} from '@e-code/kernel/web';
import type { Column } from '@e-code/kernel/web';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Download, ScrollText, Search } from 'lucide-react';
import { useState } from 'react';
import { EntryDialog, nameOf } from '../parts/entry-dialog.tsx';
import { queries } from '../queries.ts';
import type { ListedEntry } from '../queries.ts';
import { t } from '../texts/texts.ts';

const areas = ['accounts', 'api_keys', 'comments', 'projects', 'sandboxes'] as const;

/** What happened on this installation, the latest first. */
export function AuditTrail() {
  const [area, setArea] = useSearchParam('event');
  const [address = '', setAddress] = useSearchParam('q');
  const [search, setSearch] = useState(address);
  const event = areas.find((known) => known === area);
  const filter = {
    ...(event && { event: `${event}.` }),
    ...(search.trim() && { search: search.trim().slice(0, 100) }),
  };
  return (
    <div className="mx-auto flex h-full max-w-5xl flex-col gap-4 px-4 py-8">
      <div className="flex items-start justify-between gap-4">
        <div>
          <h1 className="text-heading font-semibold">{t('title')}</h1>
          <p className="text-ui text-muted">{t('trailHint')}</p>
        </div>
        <a href={`/api/audit/export?${new URLSearchParams(filter)}`} download className={buttonClass()}>
          <Download size={16} strokeWidth={1.5} aria-hidden /> {t('download')}
        </a>
      </div>
      <div className="flex flex-wrap gap-2">
        <TextField
          className="min-w-48 flex-1"
          label={t('search')}
          hideLabel
          type="search"
          placeholder={t('search')}
          prefix={<Search size={16} strokeWidth={1.5} />}
          value={search}
          onValueChange={(next) => {
            setSearch(next);
            setAddress(next);
          }}
        />
        <Select
          className="w-36"
          label={t('filterEvent')}
          hideLabel
          value={event ?? 'all'}
          onValueChange={(next) => setArea(next === 'all' ? undefined : next)}
          options={[{ value: 'all', label: t('allEvents') }, ...areas.map((value) => ({ value, label: value }))]}
        />
      </div>
      <Entries filter={filter} />
    </div>
  );
}

function Entries({ filter }: { filter: { event?: string; search?: string } }) {
  const [open, setOpen] = useState<ListedEntry>();
  const trail = useInfiniteQuery(
    queries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filter, limit: 200, ...(cursor !== undefined && { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  if (trail.isPending) return <Skeleton className="h-64" />;
  if (trail.isError) {
    return <QueryError error={trail.error} title={t('failed')} onRetry={() => void trail.refetch()} />;
  }
  const filtered = Object.keys(filter).length > 0;
  return (
    <>
      <Table
        label={t('title')}
        className="min-h-0"
        columns={columns(setOpen)}
        rows={trail.data.pages.flatMap(({ entries }) => entries)}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={<ScrollText size={20} strokeWidth={1.5} />} title={filtered ? t('noMatch') : t('empty')}>
            {filtered ? t('noMatchWhy') : t('emptyWhy')}
          </EmptyState>
        }
      />
      {trail.hasNextPage && (
        <Button className="self-center" loading={trail.isFetchingNextPage} onClick={() => void trail.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
      {open && <EntryDialog entry={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function columns(onOpen: (entry: ListedEntry) => void): Column<ListedEntry>[] {
  return [
    {
      key: 'what',
      header: t('what'),
      width: 'minmax(0, 2fr)',
      cell: (entry) => (
        <button
          type="button"
          className="max-w-full truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          onClick={() => onOpen(entry)}
        >
          {entry.summary}
          <span className="ml-2 font-mono text-small font-normal text-muted">{entry.event}</span>
        </button>
      ),
    },
    { key: 'who', header: t('who'), width: 'minmax(0, 1fr)', cell: nameOf },
    { key: 'address', header: t('address'), width: 'minmax(0, 1fr)', wideOnly: true, cell: ({ address }) => address },
    {
      key: 'at',
      header: t('time'),
      width: 'minmax(0, 112px)',
      align: 'right',
      cell: ({ at }) => (
        <span className="text-muted" title={formatDateTime(at)}>
          {formatRelative(at)}
        </span>
      ),
    },
  ];
}
