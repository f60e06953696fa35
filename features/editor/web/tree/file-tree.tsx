import { ContextMenu } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { baseName, joinPath, parentOf } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { FileIcon, FolderIcon } from './file-icon.tsx';
import { hiddenMatcher } from './hidden.ts';
import { NameField } from './name-field.tsx';
import { clipboardHandlers } from './tree-clipboard.ts';
import { pathAt, useDrop } from './tree-drop.ts';
import { TreeKeys } from './tree-keys.ts';
import { treeMenu } from './tree-menu.tsx';
import { isFolder, type Row } from './tree-model.ts';
import { EntryRow, OtherRow, rowHeight, touchRowHeight } from './tree-row.tsx';
import type { UploadFile } from './uploads.ts';

/** What a click does to the selection, as in file managers. */
function selectionOf(event: MouseEvent): 'only' | 'extend' | 'toggle' {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
}

function openMenuAt(row: HTMLElement): void {
  const { left, bottom } = row.getBoundingClientRect();
  const at = { clientX: left + 40, clientY: bottom - 4 };
  row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, ...at }));
}

const rowId = (path: string) => `tree-${path}`;

export type FileTreeProps = {
  onUpload: (folder: string) => void;
  onDropFiles: (files: readonly UploadFile[]) => void;
  touch?: boolean;
};

/** The files of the project: one focusable tree of which only the rows in view are drawn. */
export function FileTree({ onUpload, onDropFiles, touch = false }: FileTreeProps) {
  const workspace = useWorkspace();
  const { tree, layout, rights } = workspace;
  const rows = useStore(tree.rows);
  const selected = useStore(tree.selected);
  const focused = useStore(tree.focused);
  const scroller = useRef<HTMLDivElement>(null);
  const [menuPath, setMenuPath] = useState<string>();
  const drop = useDrop(workspace, onDropFiles);
  const keys = useMemo(() => new TreeKeys(workspace), [workspace]);
  const clipboard = clipboardHandlers(workspace, onDropFiles);
  const height = touch ? touchRowHeight : rowHeight;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => rows[index]?.path ?? index,
  });

  useEffect(() => {
    const index = tree.rows.get().findIndex((row) => row.path === focused);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [focused, tree, virtual]);

  function onClick(event: MouseEvent): void {
    const path = pathAt(event.target);
    if (path === undefined) return tree.selected.set(new Set());
    const how = selectionOf(event);
    tree.select(path, how);
    const entry = tree.entry(path);
    if (how !== 'only' || !entry) return;
    if (isFolder(entry)) void tree.toggle(path);
    else layout.openFile(path, { focus: event.detail > 1 });
  }

  return (
    <ContextMenu entries={treeMenu(workspace, menuPath, onUpload)}>
      <div
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label={t('files')}
        aria-multiselectable
        aria-activedescendant={focused === undefined ? undefined : rowId(focused)}
        onClick={onClick}
        onContextMenuCapture={(event) => {
          // The key of the menu means the row at the keyboard; its own event is at the middle of the whole tree.
          if (event.target !== event.currentTarget || event.button === 2) return;
          const row = focused === undefined ? null : document.getElementById(rowId(focused));
          if (!row) return;
          event.preventDefault();
          event.stopPropagation();
          openMenuAt(row);
        }}
        onContextMenu={(event) => {
          const path = pathAt(event.target);
          setMenuPath(path);
          if (path !== undefined && !selected.has(path)) tree.select(path);
        }}
        onFocus={() => {
          if (tree.focused.get() === undefined && rows[0]) tree.focused.set(rows[0].path);
        }}
        onKeyDown={(event) => {
          if (event.target instanceof HTMLInputElement) return;
          if (keys.press(event)) event.preventDefault();
        }}
        {...clipboard}
        {...(rights.write && drop.handlers)}
        className={clsx(
          'group/tree relative h-full overflow-auto py-1 outline-none',
          drop.folder === '' && 'bg-accent-soft ring-1 ring-focus ring-inset',
        )}
      >
        <Rows virtual={virtual} rows={rows} dropFolder={drop.folder} />
      </div>
    </ContextMenu>
  );
}

type Virtual = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

type RowsProps = { virtual: Virtual; rows: readonly Row[]; dropFolder: string | undefined };

/** The rows in view, each at its height. */
function Rows({ virtual, rows, dropFolder }: RowsProps) {
  const { tree, files, runs } = useWorkspace();
  const selected = useStore(tree.selected);
  const focused = useStore(tree.focused);
  const clipboard = useStore(files.clipboard);
  const hidden = useStore(runs.plan)?.hidden;
  const isHidden = useMemo(() => hiddenMatcher(hidden ?? []), [hidden]);
  return (
    <div role="none" style={{ height: virtual.getTotalSize() }} className="relative">
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        return (
          <div
            key={item.key}
            role="none"
            className={clsx('absolute inset-x-0 top-0', row.kind === 'entry' ? undefined : 'z-10')}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            <TreeRow
              row={row}
              selected={selected.has(row.path)}
              focused={focused === row.path}
              cut={clipboard?.cut === true && clipboard.paths.includes(row.path)}
              hidden={isHidden(row.path)}
              dropTarget={dropFolder !== '' && dropFolder === row.path}
            />
          </div>
        );
      })}
    </div>
  );
}

type TreeRowProps = {
  row: Row;
  selected: boolean;
  focused: boolean;
  cut: boolean;
  hidden: boolean;
  dropTarget: boolean;
};

function TreeRow({ row, ...state }: TreeRowProps) {
  const { tree, files, rights } = useWorkspace();
  const naming = useStore(tree.naming);
  const stop = () => tree.naming.set(undefined);
  if (row.kind === 'draft') {
    const parent = parentOf(row.path);
    return (
      <OtherRow row={row}>
        {row.folder ? <FolderIcon open={false} /> : <FileIcon path="" />}
        <NameField
          label={row.folder ? t('newFolder') : t('newFile')}
          initial=""
          onCancel={stop}
          onName={async (name) => {
            await files.create(row.folder ? 'folder' : 'file', joinPath(parent, name));
            stop();
          }}
        />
      </OtherRow>
    );
  }
  if (row.kind !== 'entry') return <OtherRow row={row} />;
  if (naming?.kind === 'rename' && naming.path === row.path) {
    return (
      <OtherRow row={row}>
        {row.folder ? <FolderIcon open={row.expanded} /> : <FileIcon path={row.path} />}
        <NameField
          label={t('rename')}
          initial={baseName(row.path)}
          onCancel={stop}
          onName={async (name) => {
            await files.rename(row.path, joinPath(parentOf(row.path), name));
            stop();
          }}
        />
      </OtherRow>
    );
  }
  return <EntryRow row={row} id={rowId(row.path)} draggable={rights.write} {...state} />;
}
