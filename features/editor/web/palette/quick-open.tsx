import { Picker, type PickerEntry } from '@e-code/kernel/web';
import { useEffect, useMemo, useState } from 'react';
import { baseName, parentOf } from '../parts/paths.ts';
import { useStore } from '../parts/store.ts';
import { t } from '../texts.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { useWorkspace } from '../workspace/context.ts';
import { rankPaths } from './rank-paths.ts';
import { scopeOf, useSymbols, type SymbolEntry } from './symbols.tsx';

type FileEntry = PickerEntry & { readonly path: string };

/** What of the query names something: without the letter that says what to look for. */
const wordsOf = (query: string): string => (scopeOf(query) ? query.slice(1) : query);

const toEntry = (path: string): FileEntry => ({
  id: path,
  path,
  title: baseName(path),
  detail: parentOf(path),
  icon: <FileIcon path={path} />,
});

/** Ctrl-P: any file by a few letters of its path; `:12` after it goes to a line; names after `@` and `#`. */
export function QuickOpen({ initialQuery, onClose }: { initialQuery: () => string; onClose: () => void }) {
  const { index, layout } = useWorkspace();
  const list = useStore(index.list);
  const [query, setQuery] = useState(initialQuery);
  useEffect(() => void index.load(), [index]);

  const recent = useMemo(() => layout.openFiles().toReversed(), [layout]);
  const [wanted = '', line] = query.split(':');
  // The picker ranks what it gets; a hundred thousand paths are narrowed down before.
  const items = useMemo(() => rankPaths(wanted, list?.paths ?? recent, recent).map(toEntry), [wanted, list, recent]);

  const scope = scopeOf(query);
  const symbols = useSymbols(query);

  function pick(picked: FileEntry | SymbolEntry): void {
    const { path } = picked;
    onClose();
    if ('place' in picked) return layout.openFile(path, { focus: true, place: picked.place });
    const at = Number(line);
    layout.openFile(path, { focus: true, ...(at > 0 && { place: { line: at } }) });
  }
  return (
    <Picker
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('openFile')}
      placeholder={t('openFileHint')}
      items={scope ? (symbols ?? []) : items}
      recent={scope ? [] : recent}
      wordsOf={wordsOf}
      onPick={pick}
      initialQuery={query}
      onQueryChange={setQuery}
      loading={scope ? symbols === undefined : list === undefined}
      empty={scope ? t('noSymbol') : t('noFile')}
    />
  );
}
