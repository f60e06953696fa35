import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef, type ReactNode } from 'react';
import { t } from '../../texts.ts';
import type { Order } from './order.ts';

const rowHeight = 28;
/** Columns are as wide as their first rows need, within these bounds, in pixels. */
const widest = 360;
const narrowest = 64;
const characterWidth = 7.4;
const measured = 100;

export type GridColumn = { readonly name: string; readonly hint?: string };

type GridProps = {
  label: string;
  columns: readonly GridColumn[];
  count: number;
  /** Of the first row, where it counts on from, such as on a later page. */
  firstNumber?: number;
  /** The text of a cell, to measure and to show as a hint. */
  textAt: (row: number, column: number) => string;
  renderCell?: (row: number, column: number) => ReactNode;
  order: Order | undefined;
  onOrder: (column: number) => void;
};

/** A table of any length, of which the rows in view are drawn; a click on a column's head sorts. */
export function Grid({
  label,
  columns,
  count,
  firstNumber = 1,
  textAt,
  renderCell = textAt,
  order,
  onOrder,
}: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const numbers = Math.max(36, 16 + String(firstNumber + count).length * characterWidth);
  const widths = useMemo(
    () => columns.map((column, index) => widthOf(column, Math.min(count, measured), (row) => textAt(row, index))),
    [columns, count, textAt],
  );
  const template = `${numbers}px ${widths.map((width) => `${width}px`).join(' ')}`;
  const total = numbers + widths.reduce((sum, width) => sum + width, 0);

  return (
    <div
      ref={scroller}
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 1}
      className="h-full overflow-auto font-mono text-small outline-none focus-visible:ring-1 focus-visible:ring-focus focus-visible:ring-inset"
    >
      <div role="rowgroup" className="sticky top-0 z-10 bg-sunken" style={{ width: total, minWidth: '100%' }}>
        <Head columns={columns} template={template} order={order} onOrder={onOrder} />
      </div>
      <div
        role="rowgroup"
        className="relative"
        style={{ height: virtual.getTotalSize(), width: total, minWidth: '100%' }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="row"
            aria-rowindex={index + 2}
            className="absolute inset-x-0 top-0 grid border-b border-line hover:bg-hover"
            style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
          >
            <span role="rowheader" className="px-2 text-right leading-7 text-faint tabular-nums select-none">
              {firstNumber + index}
            </span>
            {columns.map((_, column) => (
              <span key={column} role="cell" title={textAt(index, column)} className="truncate px-2 leading-7">
                {renderCell(index, column)}
              </span>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

type HeadProps = { columns: readonly GridColumn[]; template: string } & Pick<GridProps, 'order' | 'onOrder'>;

function Head({ columns, template, order, onOrder }: HeadProps) {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="grid border-b border-line-strong"
      style={{ gridTemplateColumns: template, height: rowHeight }}
    >
      <span role="columnheader" className="px-2 text-right leading-7 text-faint">
        #
      </span>
      {columns.map(({ name, hint }, column) => {
        const sorted = order?.column === column;
        const Arrow = order?.descending ? ArrowDown : ArrowUp;
        return (
          <span key={column} role="columnheader" aria-sort={sortOf(order, column)} className="min-w-0">
            <button
              type="button"
              title={hint ?? t('sortBy', { name })}
              onClick={() => onOrder(column)}
              className="flex h-full w-full items-center gap-1 px-2 text-left font-semibold hover:bg-hover"
            >
              <span className="truncate">{name}</span>
              <Arrow size={12} className={clsx('shrink-0', sorted ? 'text-accent-text' : 'invisible')} aria-hidden />
            </button>
          </span>
        );
      })}
    </div>
  );
}

function sortOf(order: Order | undefined, column: number): 'ascending' | 'descending' | 'none' {
  if (order?.column !== column) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

function widthOf(column: GridColumn, rows: number, textOf: (row: number) => string): number {
  let longest = column.name.length + 2;
  for (let row = 0; row < rows; row += 1) longest = Math.max(longest, textOf(row).length);
  return Math.round(Math.min(widest, Math.max(narrowest, longest * characterWidth + 20)));
}
