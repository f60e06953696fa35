import { useEffect, useRef, useState, type DragEvent } from 'react';
import { parentOf } from '../parts/paths.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { isFolder } from './tree-model.ts';
import { droppedFiles, type UploadFile } from './uploads.ts';

/** What our own drags carry, beside plain text for editors. */
const dragType = 'application/x-ecode-paths';
/** A closed folder opens when something is held over it this long, in milliseconds. */
const openAfter = 700;

export const pathAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-path]')?.dataset['path'] : undefined;

const copies = (event: DragEvent): boolean => event.ctrlKey || event.altKey;

/** Dragging within the tree moves (with Ctrl or Alt copies); dragging from the desktop uploads. */
export function useDrop(workspace: Workspace, onDropFiles: (files: readonly UploadFile[]) => void) {
  const { tree, files } = workspace;
  const [folder, setFolder] = useState<string>();
  const opening = useRef<ReturnType<typeof setTimeout>>(undefined);
  const held = useRef<string>(undefined);
  useEffect(() => () => clearTimeout(opening.current), []);

  function folderAt(event: DragEvent): string {
    const path = pathAt(event.target);
    if (path === undefined) return '';
    const entry = tree.entry(path);
    return entry && isFolder(entry) ? path : parentOf(path);
  }

  function hold(over: string | undefined): void {
    setFolder(over);
    if (held.current === over) return;
    held.current = over;
    clearTimeout(opening.current);
    if (over !== undefined && over !== '') opening.current = setTimeout(() => void tree.expand(over), openAfter);
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
      event.dataTransfer.dropEffect = types.includes(dragType) && !copies(event) ? 'move' : 'copy';
      hold(folderAt(event));
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) hold(undefined);
    },
    onDragEnd: () => hold(undefined),
    onDrop(event: DragEvent) {
      event.preventDefault();
      const target = folderAt(event);
      hold(undefined);
      const own = event.dataTransfer.getData(dragType);
      if (own !== '') {
        const paths = JSON.parse(own) as string[];
        void (copies(event) ? files.copy(paths, target) : files.move(paths, target));
      } else void droppedFiles(event.dataTransfer, target).then(onDropFiles);
    },
  };
  return { folder, handlers };
}
