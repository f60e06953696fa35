import { Badge, formatRelative } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import type { Row } from './graph.tsx';
import type { LaneRow } from './lanes.ts';

export const graphRowHeight = 28;
const laneWidth = 14;
/** Beyond this the lines would leave no room for what the commits say. */
const mostColumns = 16;
const middle = graphRowHeight / 2;

const colours = ['--accent', '--success', '--warning', '--info', '--danger', '--production', '--preview'];
const colourOf = (number: number): string => `var(${colours[number % colours.length] ?? '--accent'})`;
const xOf = (column: number): number => (column + 0.5) * laneWidth;

type GraphRowProps = {
  id: string;
  row: Row;
  columns: number;
  top: number;
  index: number;
  selected: boolean;
};

/** A commit with the lines that reach it, its branches and tags, its subject, author and age. */
export function GraphRow({ id, row: { commit, lane }, columns, top, index, selected }: GraphRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={selected}
      data-index={index}
      className={clsx(
        'absolute inset-x-0 flex cursor-pointer items-center gap-2 pr-3',
        selected ? 'bg-selected' : 'hover:bg-hover',
      )}
      style={{ top, height: graphRowHeight }}
    >
      <LaneLines lane={lane} columns={Math.min(columns, mostColumns)} />
      {commit.refs.map((ref) => (
        <Badge key={ref}>{ref}</Badge>
      ))}
      <span className="min-w-0 flex-1 truncate">{commit.subject}</span>
      <span className="hidden max-w-36 truncate text-small text-muted sm:inline">{commit.author.name}</span>
      <span className="shrink-0 text-small text-muted tabular-nums">{formatRelative(commit.at)}</span>
    </div>
  );
}

function LaneLines({ lane, columns }: { lane: LaneRow | undefined; columns: number }) {
  const width = columns * laneWidth;
  return (
    <svg
      aria-hidden
      width={width}
      height={graphRowHeight}
      className="pointer-events-none ml-1 shrink-0 overflow-visible"
      fill="none"
      strokeWidth={1.5}
    >
      {lane?.edges
        .filter(({ from, to }) => from < columns && to < columns)
        .map(({ from, to, colour }) => (
          <path key={`${from}-${to}-${colour}`} d={pathOf(from, to)} stroke={colourOf(colour)} />
        ))}
      {(lane?.column ?? 0) < columns && (
        <circle cx={xOf(lane?.column ?? 0)} cy={middle} r={4} fill={colourOf(lane?.colour ?? 0)} />
      )}
    </svg>
  );
}

/** From the middle of the row above, which need not be drawn, to the middle of this one. */
function pathOf(from: number, to: number): string {
  const [x, end] = [xOf(from), xOf(to)];
  if (x === end) return `M${x} ${-middle}V${middle}`;
  return `M${x} ${-middle}C${x} 0 ${end} 0 ${end} ${middle}`;
}
