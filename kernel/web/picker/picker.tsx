import { Dialog } from '@base-ui/react/dialog';
import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { backdropClass } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { rank, type PickerItem, type RankedItem } from './rank.ts';

export type PickerEntry = PickerItem & { readonly icon?: ReactNode; readonly shortcut?: string | undefined };

export type PickerProps<Item extends PickerEntry> = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the dialog for screen readers. */
  label: string;
  placeholder: string;
  items: readonly Item[];
  onPick: (item: Item) => void;
  /** Ids used lately, newest first. */
  recent?: readonly string[];
  /** Said when nothing answers the query. */
  empty: ReactNode;
  /** What was typed before the picker was there. */
  initialQuery?: string;
  /** Called with what is typed, for items that are looked up elsewhere. */
  onQueryChange?: (query: string) => void;
  loading?: boolean;
  /** What of the query the items are ranked by, when a part of it says where to look. Default: all of it. */
  wordsOf?: (query: string) => string;
};

/** Type to find, arrows to choose, Enter to take: the body of the command palette and of quick open. */
export function Picker<Item extends PickerEntry>({ open, onOpenChange, label, ...rest }: PickerProps<Item>) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={clsx(backdropClass, 'opacity-60')} />
        <Dialog.Popup
          aria-label={label}
          className={clsx(
            'fixed top-[10dvh] left-1/2 z-50 flex h-[min(420px,80dvh)] w-[min(600px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-panel bg-overlay shadow-dialog outline-none',
            'transition-[opacity,scale] duration-(--duration-press) ease-out data-[ending-style]:opacity-0 data-[starting-style]:scale-[0.985] data-[starting-style]:opacity-0',
          )}
        >
          <PickerBody label={label} {...rest} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The row that a key leads to; the ends meet. Undefined for keys that belong to the text. */
function nextRow(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'PageDown') return Math.min(count - 1, at + 8);
  if (key === 'PageUp') return Math.max(0, at - 8);
  return undefined;
}

/** The items that answer the query, best first. */
function useFound<Item extends PickerEntry>(
  query: string,
  { items, recent, wordsOf }: Pick<PickerProps<Item>, 'items' | 'recent' | 'wordsOf'>,
) {
  const words = wordsOf?.(query) ?? query;
  return useMemo(() => rank(words, items, recent), [words, items, recent]);
}

function PickerBody<Item extends PickerEntry>(props: Omit<PickerProps<Item>, 'open' | 'onOpenChange'>) {
  const { label, placeholder, onPick, empty, initialQuery = '', onQueryChange, loading } = props;
  const [query, setQuery] = useState(initialQuery);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = useFound(query, props);
  const at = Math.min(chosen, found.length - 1);

  function choose(index: number): void {
    setChosen(index);
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = nextRow(event.key, at, found.length);
    if (next !== undefined) {
      event.preventDefault();
      choose(next);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      const item = found[at]?.item;
      if (item) onPick(item);
    }
  }

  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-3.5">
        <Search size={16} strokeWidth={1.5} className="shrink-0 text-faint" aria-hidden />
        <input
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
          aria-autocomplete="list"
          aria-label={label}
          value={query}
          placeholder={placeholder}
          spellCheck={false}
          autoComplete="off"
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
            onQueryChange?.(event.target.value);
          }}
          className="h-11 min-w-0 flex-1 bg-transparent text-body text-text outline-none placeholder:text-faint"
        />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={label}
        aria-busy={loading}
        className="min-h-0 flex-1 scroll-py-1.5 overflow-y-auto p-1.5"
      >
        {found.map((ranked, index) => (
          <Row
            key={ranked.item.id}
            id={`${listId}-${index}`}
            ranked={ranked}
            chosen={index === at}
            onHover={() => setChosen(index)}
            onPick={() => onPick(ranked.item)}
          />
        ))}
      </div>
      {found.length === 0 && !loading && <Empty>{empty}</Empty>}
    </>
  );
}

const Empty = ({ children }: { children: ReactNode }) => (
  <p role="status" className="px-4 pt-4 pb-8 text-center text-ui text-muted">
    {children}
  </p>
);

type RowProps<Item extends PickerEntry> = {
  id: string;
  ranked: RankedItem<Item>;
  chosen: boolean;
  onHover: () => void;
  onPick: () => void;
};

function Row<Item extends PickerEntry>({ id, ranked: { item, positions }, chosen, onHover, onPick }: RowProps<Item>) {
  return (
    // The keyboard acts through the input, which keeps the focus; the pointer acts here.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      onPointerMove={onHover}
      onClick={onPick}
      className={clsx(
        'flex min-h-8 cursor-default items-center gap-2.5 rounded-control px-2 pointer-coarse:min-h-10',
        chosen && 'bg-active',
      )}
    >
      {item.icon && <span className="flex size-4 shrink-0 items-center justify-center text-muted">{item.icon}</span>}
      <span className="truncate text-ui text-text">
        <Marked text={item.title} positions={positions} />
      </span>
      {item.detail && <span className="ml-auto min-w-0 truncate pl-4 text-small text-muted">{item.detail}</span>}
      {item.shortcut && <Kbd keys={item.shortcut} className={clsx('shrink-0', !item.detail && 'ml-auto')} />}
    </div>
  );
}

/** The text with the characters that matched in bold; neighbours share one element. */
function Marked({ text, positions }: { text: string; positions: readonly number[] }) {
  if (positions.length === 0) return text;
  const hits = new Set(positions);
  const runs: { text: string; hit: boolean }[] = [];
  for (const [index, character] of text.split('').entries()) {
    const last = runs.at(-1);
    const hit = hits.has(index);
    if (last?.hit === hit) last.text += character;
    else runs.push({ text: character, hit });
  }
  return runs.map((run, index) => (
    <span key={index} className={clsx(run.hit && 'font-semibold text-accent-text')}>
      {run.text}
    </span>
  ));
}
