import type { RouteAnswer, SqliteTable } from '@e-code/host/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useWorkspace } from '../../workspace/context.ts';
import type { Order } from '../table/order.ts';

export const pageSize = 200;

export type Page = { readonly offset: number; readonly filter: string; readonly order: Order | undefined };

/** A page of the rows of a table; the page before stays until it is there. */
export function useTableRows(
  path: string,
  table: SqliteTable,
  version: number,
  { offset, filter, order }: Page,
): UseQueryResult<RouteAnswer<'sqlite.rows'>> {
  const { client } = useWorkspace();
  const column = order && table.columns[order.column]?.name;
  const input = {
    path,
    table: table.name,
    offset,
    limit: pageSize,
    filter,
    descending: String(order?.descending === true),
    ...(column !== undefined && { order: column }),
  };
  return useQuery({
    queryKey: ['editor', 'sqlite', client.url('sqlite.rows', input), version],
    queryFn: ({ signal }) => client.ask('sqlite.rows', input, signal),
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
}
