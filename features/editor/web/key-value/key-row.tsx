import type { ListedKey } from '@e-code/key-value/contract';
import { formatBytes, formatRelative } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { t } from './texts.ts';

export const rowHeight = 30;

type RowProps = {
  entry: ListedKey;
  place: { index: number; top: number };
  current: boolean;
  chosen: boolean;
};

/** A key among the others. The list has the focus and knows what the keyboard does. */
export function KeyRow({ entry: { key, bytes, expiresAt }, place, current, chosen }: RowProps) {
  return (
    <div
      role="option"
      tabIndex={-1}
      data-index={place.index}
      id={`key-${place.index}`}
      aria-selected={chosen}
      title={expiresAt === null ? key : `${key}\n${t('expiresAt', { when: formatRelative(expiresAt) })}`}
      className={clsx(
        'absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 px-3',
        chosen ? 'bg-selected' : 'hover:bg-hover',
        current &&
          'group-focus-visible:outline-2 group-focus-visible:-outline-offset-2 group-focus-visible:outline-focus',
      )}
      style={{ height: rowHeight, transform: `translateY(${place.top}px)` }}
    >
      <span className="min-w-0 flex-1 truncate font-mono">{key === '' ? '""' : key}</span>
      {expiresAt !== null && <span className="shrink-0 text-small text-muted">{formatRelative(expiresAt)}</span>}
      <span className="shrink-0 text-small text-muted tabular-nums">{formatBytes(bytes)}</span>
    </div>
  );
}
