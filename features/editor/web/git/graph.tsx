import { Button, EmptyState, ErrorState, TextField } from '@e-code/kernel/web';
import type { Commit } from '@e-code/host/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { GitGraph, Search } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { TextSkeleton } from '../editor/file-panel.tsx';
import { baseName } from '../parts/paths.ts';
import { CommitDetails } from './commit-details.tsx';
import { GraphRow, graphRowHeight } from './graph-row.tsx';
import type { LaneRow } from './lanes.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useLog } from './use-log.ts';

export type Row = { readonly commit: Commit; readonly lane: LaneRow | undefined };
type GraphProps = { repository: Repository; path: string | undefined };

/** Wait until somebody stopped typing; milliseconds. */
const typingPause = 200;

/** All commits with the lines between them, or those of one file; a chosen one is described below. */
export function Graph({ repository, path }: GraphProps) {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string>();
  const log = useLog(repository, { path, search });
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <section
      aria-label={path === undefined ? t('graph') : t('fileHistory', { name: baseName(path) })}
      className="flex h-full flex-col"
    >
      <header className="flex shrink-0 items-center gap-3 border-b border-line px-3 py-1.5">
        <h2 className="min-w-0 flex-1 truncate font-medium">
          {path === undefined ? t('graph') : t('fileHistory', { name: baseName(path) })}
        </h2>
        <TextField
          label={t('search')}
          hideLabel
          className="w-48"
          placeholder={t('search')}
          prefix={<Search size={14} strokeWidth={1.5} />}
          value={typed}
          onValueChange={setTyped}
        />
      </header>
      <div className="min-h-0 flex-1">
        {log.problem !== undefined && (
          <ErrorState title={t('cannotLoad')} action={<Button onClick={log.again}>{t('tryAgain')}</Button>}>
            {log.problem.message}
          </ErrorState>
        )}
        {log.problem === undefined && log.rows === undefined && <TextSkeleton />}
        {log.rows?.length === 0 && <Nothing searched={search !== ''} path={path} />}
        {log.rows !== undefined && log.rows.length > 0 && (
          <Rows rows={log.rows} onEnd={log.more} chosen={chosen} onChoose={setChosen} />
        )}
      </div>
      {chosen !== undefined && (
        <div className="h-1/2 shrink-0 border-t border-line">
          <CommitDetails repository={repository} commit={chosen} path={path} />
        </div>
      )}
    </section>
  );
}

function Nothing({ searched, path }: { searched: boolean; path: string | undefined }) {
  const icon = <GitGraph size={20} strokeWidth={1.5} />;
  if (searched) return <EmptyState icon={icon} title={t('notFound')} />;
  if (path !== undefined) return <EmptyState icon={icon} title={t('noFileCommits')} />;
  return (
    <EmptyState icon={icon} title={t('noCommits')}>
      {t('noCommitsHint')}
    </EmptyState>
  );
}

type RowsProps = {
  rows: readonly Row[];
  /** There may be older ones, and the end is near. */
  onEnd: () => void;
  chosen: string | undefined;
  onChoose: (commit: string) => void;
};

const idOf = (commit: string): string => `commit-${commit}`;

function Rows({ rows, onEnd, chosen, onChoose }: RowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => graphRowHeight,
    overscan: 16,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 100) onEnd();
  }, [last, rows.length, onEnd]);
  const at = rows.findIndex(({ commit }) => commit.commit === chosen);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(rows.length - 1, move));
    const row = rows[next];
    if (row) onChoose(row.commit.commit);
    virtual.scrollToIndex(next);
  };
  const onClick = (event: MouseEvent): void => {
    const index =
      event.target instanceof Element && event.target.closest<HTMLElement>('[data-index]')?.dataset['index'];
    const row = rows[Number(index)];
    if (typeof index === 'string' && row) onChoose(row.commit.commit);
  };
  const columns = Math.max(...items.map(({ index }) => rows[index]?.lane?.width ?? 1), 1);
  return (
    <div
      ref={scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t('graph')}
      aria-activedescendant={items.some(({ index }) => index === at) && chosen !== undefined ? idOf(chosen) : undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
      className="h-full overflow-y-auto outline-offset-[-2px]"
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          return (
            row && (
              <GraphRow
                key={row.commit.commit}
                id={idOf(row.commit.commit)}
                row={row}
                columns={columns}
                top={start}
                index={index}
                selected={index === at}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
