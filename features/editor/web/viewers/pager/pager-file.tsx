import {
  Button,
  Banner,
  EmptyState,
  formatBytes,
  formatNumber,
  IconButton,
  toast,
  useSetting,
} from '@e-code/kernel/web';
import { Download, FileText } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { toHostProblem } from '../../host/problem.ts';
import { baseName } from '../../parts/paths.ts';
import { useStore } from '../../parts/store.ts';
import { fontSize } from '../../settings/editor-settings.ts';
import { t } from '../../texts.ts';
import { useWorkspace } from '../../workspace/context.ts';
import { LongRows, type LongRowsHandle } from '../long/long-rows.tsx';
import { PlaceField } from '../long/place-field.tsx';
import { Busy, Unreadable, ViewerBar } from '../states.tsx';
import { useFileVersion } from '../use-file.ts';
import { useListener } from '../use-listener.ts';
import { pageRows, PagerModel } from './pager-model.ts';
import { PagerRowView } from './pager-row.tsx';
import { PagerSearch } from './pager-search.tsx';

/** A text file that is too large to be edited here, up to gigabytes: to read, to search, to go to a line. */
export function PagerFile({ path }: { path: string }) {
  const { client } = useWorkspace();
  const [model, setModel] = useState(() => new PagerModel(client, path));
  const version = useFileVersion(path);
  const [shown, setShown] = useState(version);
  const problem = useStore(model.problem);
  const state = useStore(model.state);
  useEffect(() => model.start(), [model]);
  const again = () => {
    setShown(version);
    setModel(new PagerModel(client, path));
  };
  if (problem) return <Unreadable path={path} error={problem} onRetry={again} />;
  if (!state) return <Busy />;
  if (state.size === 0) {
    return (
      <EmptyState icon={<FileText size={20} strokeWidth={1.5} />} title={t('emptyFile')}>
        {t('emptyFileHint')}
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      {version !== shown && (
        <Banner
          tone="info"
          title={t('changedOnDisk')}
          className="rounded-none"
          action={
            <Button size="small" onClick={again}>
              {t('showAgain')}
            </Button>
          }
        />
      )}
      <Rows key={state.version} path={path} model={model} />
    </div>
  );
}

/** Goes to lines and to the current match, for whoever asks: the bar, another panel, the search. */
function usePlaces(path: string, model: PagerModel, rows: RefObject<LongRowsHandle | null>) {
  const { layout } = useWorkspace();
  const search = useStore(model.search);
  const [line, setLine] = useState<number>();
  const current = search?.matches[search.at];
  const goToLine = useCallback(
    (wanted: number) => {
      setLine(wanted);
      void model.rowOfLine(wanted).then(
        (row) => row !== undefined && rows.current?.scrollTo(row),
        (error: unknown) => toast.error(toHostProblem(error).message),
      );
    },
    [model, rows],
  );
  useEffect(() => {
    if (!current) return;
    void model.rowOfByte(current.offset).then(
      (row) => rows.current?.scrollTo(row),
      () => undefined,
    );
  }, [model, current, rows]);
  useEffect(() => {
    const take = () => {
      const place = layout.takePlace(path);
      if (place) goToLine(place.line);
    };
    take();
    return layout.onPlace((asked) => asked === path && take());
  }, [layout, path, goToLine]);
  return { line, goToLine, current, matches: search?.matches };
}

function Rows({ path, model }: { path: string; model: PagerModel }) {
  const rows = useRef<LongRowsHandle>(null);
  const area = useRef<HTMLDivElement>(null);
  const find = useRef<HTMLInputElement>(null);
  const state = useStore(model.state);
  const [size] = useSetting(fontSize);
  useStore(model.pages.arrived);
  const { line, goToLine, current, matches } = usePlaces(path, model, rows);
  useListener(area, 'keydown', (event) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    find.current?.select();
  });
  const onView = useCallback(
    (first: number, end: number) =>
      model.pages.want(Math.floor(first / pageRows), Math.floor(Math.max(first, end - 1) / pageRows)),
    [model],
  );
  const height = Math.round(size * 1.55);
  return (
    <div ref={area} className="flex min-h-0 flex-1 flex-col">
      <PagerBar path={path} model={model} field={find} onLine={goToLine} />
      <div className="min-h-0 flex-1 font-mono" style={{ fontSize: size }}>
        <LongRows
          ref={rows}
          label={t('textOf', { name: baseName(path) })}
          count={state?.rows ?? 0}
          rowHeight={height}
          onView={onView}
        >
          {(row) => (
            <PagerRowView
              key={row}
              entry={model.rowAt(row)}
              height={height}
              gutter={`${String(state?.lines).length + 1}ch`}
              matches={matches}
              current={current}
              marked={line}
            />
          )}
        </LongRows>
      </div>
    </div>
  );
}

type PagerBarProps = {
  path: string;
  model: PagerModel;
  /** Where the search is typed. */
  field: RefObject<HTMLInputElement | null>;
  onLine: (line: number) => void;
};

function PagerBar({ path, model, field, onLine }: PagerBarProps) {
  const { client } = useWorkspace();
  const state = useStore(model.state);
  if (!state) return null;
  const { complete, lines, counted } = state;
  const size = formatBytes(state.size);
  return (
    <ViewerBar label={t('largeFile')}>
      <span role="status" className="tabular-nums">
        {complete
          ? t('linesIn', { lines: formatNumber(lines), size })
          : t('counting', { percent: Math.floor((counted / state.size) * 100), size })}
      </span>
      <span className="flex-1 truncate text-faint max-md:invisible">{t('tooLargeToEdit')}</span>
      <PagerSearch model={model} field={field} />
      <PlaceField
        label={t('goToLine')}
        example={t('line')}
        onPlace={(text) => {
          const wanted = Number(text);
          const known = Number.isInteger(wanted) && wanted >= 1 && (wanted <= lines || !complete);
          if (known) onLine(wanted);
          return known;
        }}
      />
      <IconButton
        label={t('download')}
        icon={<Download size={16} strokeWidth={1.5} />}
        onClick={() => location.assign(client.url('files.read', { path, download: true }))}
      />
    </ViewerBar>
  );
}
