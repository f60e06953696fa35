import { clsx } from 'clsx';
import { ChevronRight, Link2 } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { Spinner } from '@e-code/kernel/web';
import { baseName } from '../parts/paths.ts';
import { PeopleMark } from '../presence/people-mark.tsx';
import { t } from '../texts.ts';
import { FileIcon, FolderIcon } from './file-icon.tsx';
import type { Row } from './tree-model.ts';

export const rowHeight = 26;
export const touchRowHeight = 44;
const indent = 14;

/** Folders and files that tools make again, and those that a dot hides: shown, but faint. */
const aside = /^(?:\..+|node_modules|__pycache__|venv|target|dist|build|out|coverage)$/;

type EntryRowProps = {
  row: Row & { kind: 'entry' };
  selected: boolean;
  focused: boolean;
  cut: boolean;
  /** `.replit` hides it. */
  hidden: boolean;
  draggable: boolean;
  dropTarget: boolean;
  id: string;
};

/** One file or folder. Events are handled by the tree, for all rows at once. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { row, selected, focused, cut, hidden, draggable, dropTarget, id } = props;
  const name = baseName(row.path);
  const broken = row.entry.target === 'broken' || row.entry.target === 'outside';
  return (
    // The tree has the focus and names the row by aria-activedescendant, so rows take none.
    <div
      id={id}
      role="treeitem"
      aria-selected={selected}
      aria-level={row.depth + 1}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={row.folder ? row.expanded : undefined}
      data-path={row.path}
      draggable={draggable}
      style={{ paddingLeft: 6 + row.depth * indent }}
      className={clsx(
        'flex h-full cursor-default items-center gap-1.5 pr-2 text-ui select-none',
        selected ? 'bg-selected text-text' : 'hover:bg-hover',
        dropTarget && 'bg-accent-soft ring-1 ring-focus ring-inset',
        focused && 'ring-focus ring-inset group-focus-visible/tree:ring-1',
        cut && 'opacity-50',
      )}
    >
      <span className="grid size-4 shrink-0 place-items-center">
        {row.folder && (
          <ChevronRight
            size={14}
            strokeWidth={1.75}
            aria-hidden
            className={clsx('text-faint transition-transform duration-(--duration-press)', row.expanded && 'rotate-90')}
          />
        )}
      </span>
      {row.folder ? <FolderIcon open={row.expanded} /> : <FileIcon path={row.path} />}
      <span
        className={clsx(
          'truncate',
          !selected && (hidden || aside.test(name)) && 'text-faint',
          broken && 'line-through',
        )}
      >
        {name}
      </span>
      <PeopleMark path={row.path} />
      {row.entry.kind === 'symlink' && (
        <Link2 size={12} strokeWidth={1.5} className="ml-auto shrink-0 text-faint" aria-label={t('link')} />
      )}
    </div>
  );
});

/** A row that is not an entry: a name being typed, a list being fetched, a list that failed. */
export function OtherRow({ row, children }: { row: Row; children?: ReactNode }) {
  return (
    <div
      role="none"
      style={{ paddingLeft: 6 + row.depth * indent + 20 }}
      className="flex h-full items-center gap-1.5 pr-2 text-ui text-muted"
    >
      {row.kind === 'loading' && (
        <>
          <Spinner /> {t('loading')}
        </>
      )}
      {row.kind === 'failed' && <span className="truncate text-danger">{row.message}</span>}
      {children}
    </div>
  );
}
