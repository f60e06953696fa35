import { clsx } from 'clsx';
import { memo, type CSSProperties, type ReactNode } from 'react';
import type { Place } from '../layout/layout.ts';
import { readAnsi, type Look } from './ansi.ts';
import type { LogLine } from './log-lines.ts';
import { findPlaces, findUrls } from './places.ts';

type LogRowProps = {
  line: LogLine;
  timestamps: boolean;
  /** Lower case; the parts of the line that have it are marked. */
  query: string;
  onPlace: (path: string, place: Place) => void;
};

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
});

/** One line of output, with its colours, its links and the places it names. */
export const LogRow = memo(function LogRow({ line, timestamps, query, onPlace }: LogRowProps) {
  return (
    <div className="flex gap-3 px-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {timestamps && (
        <time dateTime={new Date(line.time).toISOString()} className="shrink-0 text-faint tabular-nums select-none">
          {clock.format(line.time)}
        </time>
      )}
      <span
        className={clsx(
          'min-w-0',
          line.stream === 'system' && 'text-muted italic',
          line.stream === 'stderr' && 'border-l-2 border-danger pl-2 -ml-2.5',
        )}
      >
        <LogText line={line} query={query} onPlace={onPlace} />
      </span>
    </div>
  );
});

type Range = { readonly start: number; readonly end: number };
type Part = Range & { readonly wrap: (children: ReactNode, key: number) => ReactNode };

function LogText({ line, query, onPlace }: Omit<LogRowProps, 'timestamps'>) {
  const { pieces } = readAnsi(line.text.replaceAll('\r', ''), line.look);
  const text = pieces.map((piece) => piece.text).join('');
  const parts = linkedParts(text, onPlace);
  const marks = query === '' ? [] : occurrences(text.toLowerCase(), query);
  let offset = 0;
  const drawn: ReactNode[] = [];
  for (const [index, piece] of pieces.entries()) {
    const cuts = cutsWithin(offset, offset + piece.text.length, parts, marks);
    for (const [at, start] of cuts.slice(0, -1).entries()) {
      const end = cuts[at + 1] ?? start;
      const marked = marks.some((mark) => mark.start <= start && end <= mark.end);
      const node = (
        <span
          key={`${index}-${start}`}
          style={styleOf(piece.look)}
          className={clsx(marked && 'bg-warning-soft text-text')}
        >
          {text.slice(start, end)}
        </span>
      );
      const part = parts.find((candidate) => candidate.start <= start && end <= candidate.end);
      drawn.push(part ? part.wrap(node, start) : node);
    }
    offset += piece.text.length;
  }
  return drawn.length === 0 ? '\u200b' : drawn;
}

function linkedParts(text: string, onPlace: LogRowProps['onPlace']): Part[] {
  const links = findUrls(text).map(({ start, end, url }): Part => ({
    start,
    end,
    wrap: (children, key) => (
      <a
        key={key}
        href={url}
        target="_blank"
        rel="noreferrer"
        className="underline decoration-faint hover:decoration-current"
      >
        {children}
      </a>
    ),
  }));
  const places = findPlaces(text).map(({ start, end, path, place }): Part => ({
    start,
    end,
    wrap: (children, key) => (
      <button
        key={key}
        type="button"
        className="inline cursor-pointer text-left underline decoration-faint decoration-dotted hover:decoration-solid"
        onClick={() => onPlace(path, place)}
      >
        {children}
      </button>
    ),
  }));
  return [...links, ...places];
}

/** Where a piece has to be cut so that every part of it has one look, one link and one mark. */
function cutsWithin(start: number, end: number, parts: readonly Part[], marks: readonly Range[]): number[] {
  const edges = [...parts, ...marks].flatMap((range) => [range.start, range.end]);
  const inside = edges.filter((edge) => edge > start && edge < end);
  return [...new Set([start, ...inside, end])].toSorted((a, b) => a - b);
}

function occurrences(text: string, query: string): Range[] {
  const found: Range[] = [];
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
    found.push({ start: at, end: at + query.length });
  }
  return found;
}

function styleOf(look: Look): CSSProperties {
  const [color, background] = look.inverse
    ? [look.background ?? 'var(--bg-sunken)', look.color ?? 'var(--text)']
    : [look.color, look.background];
  return {
    ...(color && { color }),
    ...(background && { background }),
    ...(look.bold && { fontWeight: 600 }),
    ...(look.dim && { color: 'var(--text-muted)' }),
    ...(look.italic && { fontStyle: 'italic' }),
    ...(look.underline && { textDecoration: 'underline' }),
  };
}
