import { EmptyState, formatBytes, IconButton } from '@e-code/kernel/web';
import { Download, FileQuestion } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { baseName } from '../../parts/paths.ts';
import { useStore } from '../../parts/store.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { LongRows, type LongRowsHandle } from '../long/long-rows.tsx';
import { Pages } from '../long/pages.ts';
import { PlaceField } from '../long/place-field.tsx';
import { Busy, Unreadable, ViewerBar } from '../states.tsx';
import { useEntry, useFileVersion } from '../use-file.ts';
import { hexRow, hexText, letterText, offsetText, parseOffset } from './bytes.ts';

const pageSize = 64 * 1024;
const rowHeight = 20;

/** The bytes of any file, of which the pages in view are fetched. */
export function HexFile({ path }: { path: string }) {
  const query = useEntry(path);
  const version = useFileVersion(path);
  if (query.error && !query.data) {
    return <Unreadable path={path} error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data) return <Busy />;
  const size = query.data.size ?? 0;
  if (size === 0) {
    return (
      <EmptyState icon={<FileQuestion size={20} strokeWidth={1.5} />} title={t('emptyFile')}>
        {t('emptyFileHint')}
      </EmptyState>
    );
  }
  return <Bytes key={`${path} ${version}`} path={path} size={size} />;
}

function Bytes({ path, size }: { path: string; size: number }) {
  const { client } = useWorkspace();
  const rows = useRef<LongRowsHandle>(null);
  const [error, setError] = useState<unknown>();
  const [place, setPlace] = useState<number>();
  const narrow = useNarrow();
  const perRow = narrow ? 8 : 16;
  const pages = useMemo(
    () =>
      new Pages(
        (page) => client.readRange(path, page * pageSize, Math.min(size, (page + 1) * pageSize)),
        (problem) => setError(problem),
      ),
    [client, path, size],
  );
  useStore(pages.arrived);
  const onView = useCallback(
    (first: number, end: number) => {
      pages.want(Math.floor((first * perRow) / pageSize), Math.floor((Math.max(first, end - 1) * perRow) / pageSize));
    },
    [pages, perRow],
  );
  const byteAt = (offset: number) => pages.get(Math.floor(offset / pageSize))?.[offset % pageSize];

  function goTo(text: string): boolean {
    const offset = parseOffset(text, size);
    setPlace(offset);
    if (offset !== undefined) rows.current?.scrollTo(Math.floor(offset / perRow));
    return offset !== undefined;
  }

  if (error !== undefined) return <Unreadable path={path} error={error} onRetry={() => setError(undefined)} />;
  return (
    <div className="flex h-full flex-col">
      <ViewerBar label={t('bytes')}>
        <span className="flex-1 tabular-nums">{t('bytesIn', { size: formatBytes(size) })}</span>
        <PlaceField label={t('goToByte')} example="0x1f4" onPlace={goTo} />
        <IconButton
          label={t('download')}
          icon={<Download size={16} strokeWidth={1.5} />}
          onClick={() => location.assign(client.url('files.read', { path, download: true }))}
        />
      </ViewerBar>
      <div className="min-h-0 flex-1 py-1 font-mono text-small">
        <LongRows
          ref={rows}
          label={t('bytesOfFile', { name: baseName(path) })}
          count={Math.ceil(size / perRow)}
          rowHeight={rowHeight}
          onView={onView}
        >
          {(row) => <ByteRow key={row} start={row * perRow} {...{ perRow, size, place, byteAt }} />}
        </LongRows>
      </div>
    </div>
  );
}

type ByteRowProps = {
  start: number;
  perRow: number;
  size: number;
  place: number | undefined;
  byteAt: (offset: number) => number | undefined;
};

function ByteRow({ start, perRow, size, place, byteAt }: ByteRowProps) {
  const bytes = Array.from({ length: perRow }, (_, at) => (start + at < size ? byteAt(start + at) : undefined));
  const marked = place === undefined ? -1 : place - start;
  return (
    <div className="flex w-max gap-4 px-3 whitespace-pre" style={{ height: rowHeight, lineHeight: `${rowHeight}px` }}>
      <span className="text-faint">{offsetText(start, size)}</span>
      <span>
        {marked < 0 || marked >= perRow ? (
          hexRow(bytes)
        ) : (
          <>
            {hexRow(bytes.slice(0, marked))}
            <span className="bg-selection">{hexText(bytes[marked])}</span>
            {hexRow(bytes.slice(marked), marked).slice(2)}
          </>
        )}
      </span>
      <span className="text-muted">{bytes.map(letterText).join('')}</span>
    </div>
  );
}

/** A phone has no room for sixteen bytes. */
function useNarrow(): boolean {
  const [narrow] = useState(() => matchMedia('(max-width: 640px)').matches);
  return narrow;
}
