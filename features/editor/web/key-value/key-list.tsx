import type { ListedKey } from '@e-code/key-value/contract';
import { Button } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Trash2 } from 'lucide-react';
import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { KeyRow, rowHeight } from './key-row.tsx';
import { useListKeys } from './list-keys.ts';
import { useRemoval } from './removal.ts';
import { t } from './texts.ts';

/** As many as one call takes. */
const mostAtOnce = 1000;

type Props = { keys: readonly ListedKey[]; onOpen: (key: string) => void; onEnd: () => void };

/** Keys of which only those in view are drawn. Enter opens, the space bar selects, Delete deletes what is selected. */
export function KeyList({ keys, onOpen, onEnd }: Props) {
  const { rights } = useWorkspace();
  const remove = useRemoval();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useRows(scroller, keys.length, onEnd);
  const items = virtual.getVirtualItems();
  const selected = keys.filter(({ key }) => chosen.has(key)).map(({ key }) => key);

  const toggle = (key: string): void => {
    if (rights.git)
      setChosen(chosen.has(key) ? new Set([...chosen].filter((other) => other !== key)) : new Set([...chosen, key]));
  };
  const removeChosen = async (): Promise<void> => {
    const asked = selected.length > 0 ? selected : keys.slice(current, current + 1).map(({ key }) => key);
    if (rights.git && asked.length > 0 && (await remove(asked.slice(0, mostAtOnce)))) setChosen(new Set());
  };
  const onClick = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    const index = Number(row?.dataset['index']);
    const key = row === null ? undefined : keys[index]?.key;
    if (key === undefined) return;
    setCurrent(index);
    if (event.ctrlKey || event.metaKey || event.shiftKey) toggle(key);
    else onOpen(key);
  };
  const onKeyDown = useListKeys({
    count: keys.length,
    current,
    pageLength: () => Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight),
    go(index) {
      setCurrent(index);
      virtual.scrollToIndex(index, { align: 'auto' });
    },
    acts: {
      Enter: () => keys[current] && onOpen(keys[current].key),
      ' ': () => keys[current] && toggle(keys[current].key),
      Delete: () => void removeChosen(),
      Escape: () => setChosen(new Set()),
    },
  });
  return (
    <>
      <div
        ref={scroller}
        role="listbox"
        tabIndex={0}
        aria-label={t('data')}
        aria-multiselectable={rights.git}
        aria-activedescendant={`key-${current}`}
        data-keys={keys.length}
        onKeyDown={onKeyDown}
        onClick={onClick}
        className="group min-h-0 flex-1 overflow-y-auto outline-none"
      >
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ key: id, index, start }) => {
            const entry = keys[index];
            return (
              entry && (
                <KeyRow
                  key={id}
                  entry={entry}
                  place={{ index, top: start }}
                  current={index === current}
                  chosen={chosen.has(entry.key)}
                />
              )
            );
          })}
        </div>
      </div>
      {selected.length > 0 && <Selected count={selected.length} onDelete={() => void removeChosen()} />}
    </>
  );
}

/** The rows in view; calls `onEnd` when the last of those that are known is among them. */
function useRows(scroller: RefObject<HTMLDivElement | null>, count: number, onEnd: () => void) {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= count - 1) onEnd();
    // oxlint-disable-next-line react/exhaustive-deps -- when the end comes into view, not whenever the handler is another
  }, [last, count]);
  return virtual;
}

function Selected({ count, onDelete }: { count: number; onDelete: () => void }) {
  return (
    <footer className="flex shrink-0 items-center gap-2 border-t border-line px-3 py-2">
      <span className="min-w-0 flex-1 truncate text-small text-muted">{t('selected', { count })}</span>
      <Button size="small" icon={<Trash2 size={14} strokeWidth={1.5} />} onClick={onDelete}>
        {t('deleteSelected', { count })}
      </Button>
    </footer>
  );
}
