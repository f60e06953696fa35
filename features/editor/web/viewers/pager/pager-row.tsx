import type { PagerMatch, PagerRow } from '@e-code/host/contract';
import { cutRow } from './highlight.ts';

type PagerRowProps = {
  /** Undefined while it is fetched. */
  entry: PagerRow | undefined;
  height: number;
  /** How wide the numbers of lines are, as CSS. */
  gutter: string;
  matches: readonly PagerMatch[] | undefined;
  current: PagerMatch | undefined;
  /** The line that somebody went to. */
  marked: number | undefined;
};

/** A row with the number of its line; the numbers stay while long lines are scrolled. */
export function PagerRowView({ entry, height, gutter, matches, current, marked }: PagerRowProps) {
  return (
    <div className="flex whitespace-pre" style={{ height, lineHeight: `${height}px`, tabSize: 4 }}>
      <span
        className="sticky left-0 shrink-0 bg-bg px-2 text-right text-faint select-none"
        style={{ width: `calc(${gutter} + 16px)` }}
      >
        {entry?.line ?? ''}
      </span>
      {entry && (
        <span className={marked !== undefined && entry.line === marked ? 'min-w-full bg-selected pr-4' : 'pr-4'}>
          <RowText entry={entry} matches={matches ?? []} current={current} />
        </span>
      )}
    </div>
  );
}

type RowTextProps = { entry: PagerRow; matches: readonly PagerMatch[]; current: PagerMatch | undefined };

function RowText({ entry, matches, current }: RowTextProps) {
  if (matches.length === 0) return entry.text;
  return cutRow(entry, matches, current).map(({ text, match }, at) => {
    if (match === 'none') return text;
    const look = match === 'current' ? 'bg-accent text-on-accent' : 'bg-warning-soft text-text ring-1 ring-warning';
    return (
      <mark key={at} className={look}>
        {text}
      </mark>
    );
  });
}
