import { useSearchParam } from '@e-code/kernel/web';
import { useState } from 'react';

const filters = ['all', 'mine', 'shared'] as const;
const orders = ['active', 'created', 'name'] as const;
type Filter = (typeof filters)[number];
type Order = (typeof orders)[number];

/** Which projects a list shows: kept in the address, so that going back and sharing a link keep it. */
export type ListView = {
  readonly search: string;
  readonly filter: Filter;
  readonly order: Order;
  readonly setSearch: (search: string) => void;
  readonly setFilter: (filter: Filter) => void;
  readonly setOrder: (order: Order) => void;
  /** Nothing narrows the list. */
  readonly whole: boolean;
};

export function useListView(): ListView {
  const [address = '', setAddress] = useSearchParam('q');
  // The field must not wait for the router: letters typed fast would be lost.
  const [search, setSearch] = useState(address);
  const [show, setShow] = useSearchParam('show');
  const [by, setBy] = useSearchParam('order');
  const filter = filters.find((known) => known === show) ?? 'all';
  const order = orders.find((known) => known === by) ?? 'active';
  return {
    search,
    filter,
    order,
    setSearch(next) {
      setSearch(next);
      setAddress(next);
    },
    setFilter: (next) => setShow(next === 'all' ? undefined : next),
    setOrder: (next) => setBy(next === 'active' ? undefined : next),
    whole: search.trim() === '' && filter === 'all',
  };
}
