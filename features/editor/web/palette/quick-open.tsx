import { Picker, type PickerEntry } from '@e-code/kernel/web';
import { useEffect, useMemo, useState } from 'react';
import { baseName, parentOf } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { rankPaths } from './rank-paths.ts';

type FileEntry = PickerEntry & { readonly path: string };

const toEntry = (path: string): FileEntry => ({
  id: path,
  path,
  title: baseName(path),
  detail: parentOf(path),
  icon: <FileIcon path={path} />,
});

/** Ctrl-P: any file by a few letters of its path; `:12` after it goes to a line. */
export function QuickOpen({ initialQuery, onClose }: { initialQuery: () => string; onClose: () => void }) {
  const { index, layout } = useWorkspace();
  const list = useStore(index.list);
  const [query, setQuery] = useState(initialQuery);
  useEffect(() => void index.load(), [index]);

  const recent = useMemo(() => layout.openFiles().toReversed(), [layout]);
  const [wanted = '', line] = query.split(':');
  // The picker ranks what it gets; a hundred thousand paths are narrowed down before.
  const items = useMemo(() => rankPaths(wanted, list?.paths ?? recent, recent).map(toEntry), [wanted, list, recent]);

  function pick({ path }: FileEntry): void {
    onClose();
    const at = Number(line);
    layout.openFile(path, { focus: true, ...(at > 0 && { place: { line: at } }) });
  }
  return (
    <Picker
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('openFile')}
      placeholder={t('openFileHint')}
      items={items}
      recent={recent}
      onPick={pick}
      initialQuery={query}
      onQueryChange={setQuery}
      loading={list === undefined}
      empty={t('noFile')}
    />
  );
}
