import type { RouteAnswer, SqliteCell, SqliteTable } from '@e-code/host/contract';
import { formatBytes, formatNumber, IconButton } from '@e-code/kernel/web';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { t } from '../../texts.ts';
import { Busy, Unreadable, ViewerBar } from '../states.tsx';
import { FilterField } from '../table/filter-field.tsx';
import { Grid } from '../table/grid.tsx';
import { nextOrder, type Order } from '../table/order.ts';
import { pageSize, useTableRows } from './use-table-rows.ts';

type Rows = RouteAnswer<'sqlite.rows'>;
type TableRowsProps = { path: string; table: SqliteTable; version: number; choice: ReactNode };

const icon = { size: 16, strokeWidth: 1.5 };
const none: Rows['rows'] = [];

/** The rows of one table, a page at a time. */
export function TableRows({ path, table, version, choice }: TableRowsProps) {
  const [offset, setOffset] = useState(0);
  const [order, setOrder] = useState<Order>();
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim());
  const query = useTableRows(path, table, version, { offset, filter: wanted, order });
  const rows = query.data?.rows ?? none;
  const columns = useMemo(
    () =>
      table.columns.map(({ name, type, key }) => ({ name, hint: [name, type, key ? t('key') : ''].join(' ').trim() })),
    [table],
  );
  const textAt = useCallback((row: number, column: number) => cellText(rows[row]?.[column] ?? null), [rows]);

  function content(): ReactNode {
    if (query.error) return <Unreadable path={path} error={query.error} onRetry={() => void query.refetch()} />;
    if (!query.data) return <Busy />;
    return (
      <Grid
        key={offset}
        label={t('tableOf', { name: table.name })}
        columns={columns}
        count={rows.length}
        firstNumber={offset + 1}
        textAt={textAt}
        renderCell={(row, column) => <Cell cell={rows[row]?.[column] ?? null} />}
        order={order}
        onOrder={(column) => {
          setOrder((now) => nextOrder(now, column));
          setOffset(0);
        }}
      />
    );
  }

  return (
    <div className="flex h-full flex-col">
      <ViewerBar label={t('table')}>
        {choice}
        <FilterField
          value={filter}
          onValue={(value) => {
            setFilter(value);
            setOffset(0);
          }}
        />
        <PageButtons offset={offset} count={rows.length} total={query.data?.total ?? undefined} onOffset={setOffset} />
      </ViewerBar>
      <div className="min-h-0 flex-1">{content()}</div>
    </div>
  );
}

type PageButtonsProps = {
  offset: number;
  count: number;
  total: number | undefined;
  onOffset: (offset: number) => void;
};

function PageButtons({ offset, count, total, onOffset }: PageButtonsProps) {
  const last = offset + count;
  const more = total === undefined ? count === pageSize : last < total;
  return (
    <>
      <span role="status" className="tabular-nums">
        {t('rowRange', {
          first: formatNumber(count === 0 ? 0 : offset + 1),
          last: formatNumber(last),
          total: total === undefined ? t('many') : formatNumber(total),
        })}
      </span>
      <IconButton
        label={t('previousPage')}
        icon={<ChevronLeft {...icon} />}
        disabled={offset === 0}
        onClick={() => onOffset(Math.max(0, offset - pageSize))}
      />
      <IconButton
        label={t('nextPage')}
        icon={<ChevronRight {...icon} />}
        disabled={!more}
        onClick={() => onOffset(offset + pageSize)}
      />
    </>
  );
}

function cellText(cell: SqliteCell): string {
  if (cell === null) return 'NULL';
  if (typeof cell !== 'object') return String(cell);
  return cell.kind === 'text' ? `${cell.start}…` : t('bytesOf', { size: formatBytes(cell.length), start: cell.start });
}

/** Numbers stand at the right, and what is no text is faint. */
function Cell({ cell }: { cell: SqliteCell }) {
  if (typeof cell === 'number') return <span className="block text-right tabular-nums">{cellText(cell)}</span>;
  return typeof cell === 'string' ? cell : <span className="text-faint">{cellText(cell)}</span>;
}
