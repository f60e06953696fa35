export type Order = { readonly column: number; readonly descending: boolean };

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The rows that hold the text in some column, in the order that is asked for. Empty cells come last either way. */
export function arrange(rows: readonly string[][], filter: string, order: Order | undefined): readonly string[][] {
  const wanted = filter.trim().toLowerCase();
  const kept = wanted === '' ? rows : rows.filter((row) => row.some((cell) => cell.toLowerCase().includes(wanted)));
  if (order === undefined) return kept;
  const { column, descending } = order;
  const compare = comparison(kept, column);
  return kept.toSorted((one, other) => {
    const [a, b] = [one[column] ?? '', other[column] ?? ''];
    if (a === '' || b === '') return Number(a === '') - Number(b === '');
    return descending ? compare(b, a) : compare(a, b);
  });
}

/** Numbers by their value where a column has nothing else, else as people sort words. */
function comparison(rows: readonly string[][], column: number): (one: string, other: string) => number {
  const numbers = rows.every((row) => (row[column] ?? '').trim() === '' || Number.isFinite(Number(row[column])));
  return numbers ? (one, other) => Number(one) - Number(other) : (one, other) => collator.compare(one, other);
}

/** The next click on a column's head: ascending, descending, as in the file. */
export function nextOrder(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}
