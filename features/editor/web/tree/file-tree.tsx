import { ContextMenu } from '@e-code/kernel/web';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { useEffect, useMemo, useRef, useState, type DragEvent, type MouseEvent } from 'react';
import { baseName, joinPath, parentOf } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';
import { FileIcon, FolderIcon } from './file-icon.tsx';
import { NameField } from './name-field.tsx';
import { TreeKeys } from './tree-keys.ts';
import { treeMenu } from './tree-menu.tsx';
import { isFolder, type Row } from './tree-model.ts';
import { EntryRow, OtherRow, rowHeight, touchRowHeight } from './tree-row.tsx';
import { droppedFiles, type UploadFile } from './uploads.ts';

/** What our own drags carry, beside plain text for editors. */
const dragType = 'application/x-ecode-paths';

const pathAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-path]')?.dataset['path'] : undefined;

/** What a click does to the selection, as in file managers. */
function selectionOf(event: MouseEvent): 'only' | 'extend' | 'toggle' {
  if (event.shiftKey) return 'extend';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only';
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
  const { tree, files } = useWorkspace();
  const selected = useStore(tree.selected);
  const focused = useStore(tree.focused);
  const { clipboard } = files;
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
              dropTarget={dropFolder !== '' && dropFolder === row.path}
            />
          </div>
        );
      })}
    </div>
  );
}

type TreeRowProps = { row: Row; selected: boolean; focused: boolean; cut: boolean; dropTarget: boolean };

function TreeRow({ row, ...state }: TreeRowProps) {
  const { tree, files } = useWorkspace();
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
  return <EntryRow row={row} id={rowId(row.path)} {...state} />;
}

/** Dragging within the tree moves (with Ctrl or Alt copies); dragging from the desktop uploads. */
function useDrop(workspace: ReturnType<typeof useWorkspace>, onDropFiles: FileTreeProps['onDropFiles']) {
  const { tree, files } = workspace;
  const [folder, setFolder] = useState<string>();

  function folderAt(event: DragEvent): string {
    const path = pathAt(event.target);
    if (path === undefined) return '';
    const entry = tree.entry(path);
    return entry && isFolder(entry) ? path : parentOf(path);
  }

  const handlers = {
    onDragStart(event: DragEvent) {
      const path = pathAt(event.target);
      if (path === undefined) return;
      const selected = tree.selected.get();
      const paths = selected.has(path) ? [...selected] : [path];
      event.dataTransfer.setData(dragType, JSON.stringify(paths));
      event.dataTransfer.setData('text/plain', paths.join('\n'));
      event.dataTransfer.effectAllowed = 'copyMove';
    },
    onDragOver(event: DragEvent) {
      const { types } = event.dataTransfer;
      if (!types.includes(dragType) && !types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = types.includes(dragType) && !(event.ctrlKey || event.altKey) ? 'move' : 'copy';
      setFolder(folderAt(event));
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setFolder(undefined);
    },
    onDragEnd: () => setFolder(undefined),
    onDrop(event: DragEvent) {
      event.preventDefault();
      const target = folderAt(event);
      setFolder(undefined);
      const own = event.dataTransfer.getData(dragType);
      if (own !== '') {
        const paths = JSON.parse(own) as string[];
        void (event.ctrlKey || event.altKey ? files.copy(paths, target) : files.move(paths, target));
      } else void droppedFiles(event.dataTransfer, target).then(onDropFiles);
    },
  };
  return { folder, handlers };
}
