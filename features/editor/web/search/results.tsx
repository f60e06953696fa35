import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { keyOfLine, type Line, toLines } from './lines.ts';
import type { ProjectSearch } from './project-search.ts';
import { ResultRow } from './result-row.tsx';
import type { SearchMatch } from './search-project.ts';
import { t } from './texts.ts';

const rowHeight = 26;
const rowId = (key: string): string => `search-${key}`;

type ResultsProps = { search: ProjectSearch; mayReplace: boolean };

/** The row that an event happened in; undefined on the buttons of a row, which act for themselves. */
function indexAt(target: EventTarget): number | undefined {
  if (!(target instanceof Element) || target.closest('button')) return undefined;
  const index = target.closest<HTMLElement>('[data-index]')?.dataset['index'];
  return index === undefined ? undefined : Number(index);
}

/** The current row, and how keys move and act on it. */
function useRows(search: ProjectSearch, lines: readonly Line[], scrollTo: (index: number) => void) {
  const { layout } = useWorkspace();
  const [current, setCurrent] = useState<string>();
  const at = lines.findIndex((line) => keyOfLine(line) === current);

  const act = (line: Line): void => {
    setCurrent(keyOfLine(line));
    if (line.kind === 'file') return search.fold(line.path, !line.open);
    const { path, line: number, ranges } = line.match;
    layout.openFile(path, { place: { line: number, column: (ranges[0]?.start ?? 0) + 1 }, focus: true });
  };
  const goTo = (index: number): void => {
    const next = Math.max(0, Math.min(lines.length - 1, index));
    const line = lines[next];
    if (!line) return;
    setCurrent(keyOfLine(line));
    scrollTo(next);
  };
  const dismiss = (line: Line): void => {
    goTo(at + 1);
    search.dismiss(line.kind === 'file' ? line.path : line.match);
  };
  const closeFile = (line: Line): void => {
    const path = line.kind === 'file' ? line.path : line.match.path;
    search.fold(path, false);
    setCurrent(path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[at];
    const move = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (move !== undefined) goTo(move);
    else if (!line) return;
    else if (event.key === 'Enter') act(line);
    else if (event.key === 'Delete') dismiss(line);
    else if (event.key === 'ArrowRight' && line.kind === 'file') search.fold(line.path, true);
    else if (event.key === 'ArrowLeft') closeFile(line);
    else return;
    event.preventDefault();
  };
  return { current, at, act, goTo, onKeyDown };
}

/** What was found: one focusable tree of files and matches, of which only the rows in view are drawn. */
export function Results({ search, mayReplace }: ResultsProps) {
  const { matches } = useStore(search.found);
  const closed = useStore(search.closed);
  const lines = useMemo(() => toLines(matches, closed), [matches, closed]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
  });
  const rows = useRows(search, lines, (index) => virtual.scrollToIndex(index));
  const onClick = (event: MouseEvent): void => {
    const line = lines[indexAt(event.target) ?? -1];
    if (line) rows.act(line);
  };
  if (lines.length === 0) return null;
  return (
    <div
      ref={scroller}
      role="tree"
      tabIndex={0}
      aria-label={t('results')}
      aria-activedescendant={rows.current === undefined ? undefined : rowId(rows.current)}
      onKeyDown={rows.onKeyDown}
      onClick={onClick}
      onFocus={() => {
        if (rows.at < 0) rows.goTo(0);
      }}
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      <div role="presentation" style={{ height: virtual.getTotalSize() }} className="relative">
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const key = keyOfLine(line);
          return (
            <ResultRow
              key={key}
              id={rowId(key)}
              line={line}
              current={key === rows.current}
              place={{ index: item.index, of: lines.length, top: item.start, height: item.size }}
              onDismiss={() => search.dismiss(line.kind === 'file' ? line.path : line.match)}
              onReplace={mayReplace ? () => void search.replace(matchesOf(line, matches)) : undefined}
            />
          );
        })}
      </div>
    </div>
  );
}

const matchesOf = (line: Line, all: readonly SearchMatch[]): readonly SearchMatch[] =>
  line.kind === 'match' ? [line.match] : all.filter((match) => match.path === line.path);
