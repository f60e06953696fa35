import { fuzzyMatch } from '../commands/fuzzy.ts';

export type PickerItem = {
  readonly id: string;
  readonly title: string;
  /** Said after the title, and searched too: a folder, a section. */
  readonly detail?: string;
  /** Other words people search by; not shown. */
  readonly keywords?: string;
};

export type RankedItem<Item extends PickerItem> = { readonly item: Item; readonly positions: readonly number[] };

/** More rows than anyone scrolls through; what is beyond is found by typing. */
const most = 100;

function rankOne<Item extends PickerItem>(
  query: string,
  item: Item,
): (RankedItem<Item> & { score: number }) | undefined {
  const inTitle = fuzzyMatch(query, item.title);
  if (inTitle) return { item, positions: inTitle.positions, score: inTitle.score + 10 };
  const rest = [item.title, item.detail, item.keywords].filter(Boolean).join(' ');
  const inRest = fuzzyMatch(query, rest);
  return inRest && { item, positions: inRest.positions.filter((at) => at < item.title.length), score: inRest.score };
}

/**
 * The items that answer a query, best first, at most 100. An empty query keeps the given order.
 * @param recent ids used lately, newest first: they stand first without a query and win ties with one
 */
export function rank<Item extends PickerItem>(
  query: string,
  items: readonly Item[],
  recent: readonly string[] = [],
): RankedItem<Item>[] {
  const lately = new Map(recent.map((id, index) => [id, recent.length - index]));
  const freshness = (item: Item) => lately.get(item.id) ?? 0;
  if (query.trim() === '') {
    const ordered = items.toSorted((a, b) => freshness(b) - freshness(a));
    return ordered.slice(0, most).map((item) => ({ item, positions: [] }));
  }
  return items
    .flatMap((item) => rankOne(query, item) ?? [])
    .toSorted((a, b) => b.score - a.score || freshness(b.item) - freshness(a.item))
    .slice(0, most)
    .map(({ item, positions }) => ({ item, positions }));
}
