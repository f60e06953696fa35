import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { Link } from '../navigation.tsx';
import { useRef, type ReactNode } from 'react';

export type Column<Row> = {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** A CSS grid track: `1fr`, `120px`, `minmax(160px, 2fr)`. */
  width?: string;
  align?: 'left' | 'right';
  /** Leaves the column out under 640 px. */
  wideOnly?: boolean;
};

export type TableProps<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Where a row leads: its first cell becomes the link and the whole row the target. */
  rowLink?: (row: Row) => string;
  /** Shown in place of rows when there are none. */
  empty?: ReactNode;
  /** Height of a row in pixels. */
  rowHeight?: number;
  /** A class that limits the height; rows out of view are not drawn from 100 rows on. */
  className?: string;
};

const virtualFrom = 100;

/** Rows of equal height under headers that stay in view. Columns of `align: 'right'` have tabular figures. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, columns, rows, rowKey, rowLink, empty, rowHeight = 40, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = rows.length >= virtualFrom;
  const virtualizer = useVirtualizer({
    count: virtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const drawn = virtual
    ? virtualizer.getVirtualItems().map(({ index, start }) => ({ index, start }))
    : rows.map((_, index) => ({ index, start: index * rowHeight }));
  const tracks = (list: readonly Column<Row>[]) => list.map((column) => column.width ?? '1fr').join(' ');
  const style = {
    '--tracks': tracks(columns.filter((column) => !column.wideOnly)),
    '--tracks-wide': tracks(columns),
  } as Record<string, string>;

  return (
    <div
      ref={scroller}
      style={style}
      className={clsx('overflow-auto rounded-control border border-line bg-raised text-ui', className)}
    >
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <div
          role="row"
          aria-rowindex={1}
          className={clsx(
            rowClass,
            'sticky top-0 z-10 h-8 border-b border-line bg-sunken text-small font-medium text-muted',
          )}
        >
          {columns.map((column) => (
            <div key={column.key} role="columnheader" className={cellClass(column)}>
              {column.header}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows.length * rowHeight }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <div
                key={rowKey(row)}
                role="row"
                aria-rowindex={index + 2}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                className={clsx(rowClass, 'absolute inset-x-0 border-b border-line last:border-b-0 hover:bg-hover')}
              >
                {columns.map((column, at) => (
                  <div key={column.key} role="cell" className={cellClass(column)}>
                    {at === 0 && rowLink ? <RowLink to={rowLink(row)}>{column.cell(row)}</RowLink> : column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {rows.length === 0 && empty}
    </div>
  );
}

/** The link's own box covers the row, so a click anywhere follows it and open-in-tab works; other controls lie above with `relative`. */
function RowLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      to={to}
      className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      {children}
    </Link>
  );
}

const rowClass = 'grid grid-cols-(--tracks) items-center gap-3 px-3 sm:grid-cols-(--tracks-wide)';

function cellClass<Row>(column: Column<Row>): string {
  return clsx(
    'min-w-0 overflow-clip text-ellipsis whitespace-nowrap [overflow-clip-margin:4px]',
    column.align === 'right' && 'text-right tabular-nums',
    column.wideOnly && 'hidden sm:block',
  );
}
