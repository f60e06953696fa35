import { EmptyState, formatNumber } from '@e-code/kernel/web';
import { TableProperties } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { baseName } from '../../parts/paths.ts';
import { t } from '../../texts.ts';
import { Busy, Unreadable, ViewerBar } from '../states.tsx';
import { useText } from '../use-file.ts';
import type { ViewerProps } from '../viewer.tsx';
import { detectDelimiter, parseCsv } from './csv.ts';
import { FilterField } from './filter-field.tsx';
import { Grid } from './grid.tsx';
import { arrange, nextOrder, type Order } from './order.ts';

/** Comma- or tab-separated values as a table, whose first line names the columns. */
export function TableFile({ path, document }: ViewerProps) {
  const { text, error, retry } = useText(path, document);
  const records = useMemo(() => {
    if (text === undefined) return undefined;
    return parseCsv(text, path.toLowerCase().endsWith('.tsv') ? '\t' : detectDelimiter(text));
  }, [text, path]);
  if (error !== null && text === undefined) return <Unreadable path={path} error={error} onRetry={retry} />;
  if (!records) return <Busy />;
  if (records.length === 0) {
    return (
      <EmptyState icon={<TableProperties size={20} strokeWidth={1.5} />} title={t('emptyTable')}>
        {t('emptyTableHint')}
      </EmptyState>
    );
  }
  return <Records path={path} records={records} />;
}

function Records({ path, records }: { path: string; records: readonly string[][] }) {
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<Order>();
  const wanted = useDeferredValue(filter);
  const columns = useMemo(() => columnsOf(records), [records]);
  const rows = useMemo(() => arrange(records.slice(1), wanted, order), [records, wanted, order]);
  const textAt = useCallback((row: number, column: number) => rows[row]?.[column] ?? '', [rows]);
  const all = records.length - 1;
  return (
    <div className="flex h-full flex-col">
      <ViewerBar label={t('table')}>
        <FilterField value={filter} onValue={setFilter} />
        <span role="status" className="tabular-nums">
          {rows.length === all
            ? t('rowCount', { count: all, columns: columns.length })
            : t('rowsOf', { count: formatNumber(rows.length), total: formatNumber(all) })}
        </span>
      </ViewerBar>
      <div className="min-h-0 flex-1">
        <Grid
          label={t('tableOf', { name: baseName(path) })}
          columns={columns}
          count={rows.length}
          textAt={textAt}
          order={order}
          onOrder={(column) => setOrder((now) => nextOrder(now, column))}
        />
      </div>
    </div>
  );
}

/** As many as the longest of the first records has; what the first line does not name is numbered. */
function columnsOf(records: readonly string[][]): { name: string }[] {
  const width = Math.max(...records.slice(0, 200).map((record) => record.length));
  return Array.from({ length: width }, (_, at) => {
    const name = records[0]?.[at]?.trim() ?? '';
    return { name: name === '' ? t('columnNumber', { number: at + 1 }) : name };
  });
}
