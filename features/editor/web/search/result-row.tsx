import { IconButton } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { ChevronDown, ChevronRight, Replace, X } from 'lucide-react';
import { baseName, parentOf } from '../parts/paths.ts';
import { FileIcon } from '../tree/file-icon.tsx';
import { type FileLine, type Line, type Piece, piecesOf } from './lines.ts';
import type { SearchMatch } from './search-project.ts';
import { t } from './texts.ts';

type ResultRowProps = {
  id: string;
  line: Line;
  current: boolean;
  /** Where the row stands among all, and where it is drawn, in pixels. */
  place: { index: number; of: number; top: number; height: number };
  onDismiss: () => void;
  onReplace: (() => void) | undefined;
};

/** A file or a match among the results. The actions show on hover and for the current row. */
export function ResultRow({ id, line, current, place, onDismiss, onReplace }: ResultRowProps) {
  const name = baseName(line.kind === 'file' ? line.path : line.match.path);
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      data-index={place.index}
      aria-level={line.kind === 'file' ? 1 : 2}
      aria-posinset={place.index + 1}
      aria-setsize={place.of}
      aria-selected={current}
      aria-expanded={line.kind === 'file' ? line.open : undefined}
      className={clsx(
        'group absolute inset-x-0 top-0 flex cursor-pointer items-center pr-2',
        current ? 'bg-selected' : 'hover:bg-hover',
      )}
      style={{ height: place.height, transform: `translateY(${place.top}px)` }}
    >
      {line.kind === 'file' ? <FileCells line={line} /> : <MatchCells match={line.match} />}
      <span className={clsx('items-center', current ? 'flex' : 'hidden group-hover:flex')}>
        {onReplace && (
          <IconButton
            size="small"
            tabIndex={-1}
            label={line.kind === 'file' ? t('replaceInFile', { name }) : t('replaceHere')}
            icon={<Replace className="size-3.5" />}
            onClick={onReplace}
          />
        )}
        <IconButton
          size="small"
          tabIndex={-1}
          label={line.kind === 'file' ? t('dismissFile', { name }) : t('dismissMatch')}
          icon={<X className="size-3.5" />}
          onClick={onDismiss}
        />
      </span>
    </div>
  );
}

function FileCells({ line }: { line: FileLine }) {
  const Fold = line.open ? ChevronDown : ChevronRight;
  return (
    <span className="flex min-w-0 flex-1 items-center gap-1.5 pl-2 text-ui" title={line.path}>
      <Fold className="size-3.5 shrink-0 text-muted" aria-hidden />
      <FileIcon path={line.path} />
      <span className="truncate">{baseName(line.path)}</span>
      <span className="min-w-0 flex-1 truncate text-small text-muted">{parentOf(line.path)}</span>
      <span className="text-small text-muted tabular-nums">{line.count}</span>
    </span>
  );
}

const pieceLooks: Record<Piece['kind'], string> = {
  plain: '',
  found: 'rounded-small bg-selection text-text',
  replacement: 'rounded-small bg-success-soft text-success',
};

function MatchCells({ match }: { match: SearchMatch }) {
  const pieces = piecesOf(match);
  const replaced = match.ranges.some((range) => range.replacement !== undefined);
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2 pl-8 text-small">
      <span className="min-w-0 flex-1 truncate font-mono whitespace-pre text-muted">
        {pieces.map(({ text, at, kind }) => (
          <span key={at} className={clsx(pieceLooks[kind], kind === 'found' && replaced && 'line-through opacity-70')}>
            {text.replaceAll('\n', '⏎')}
          </span>
        ))}
      </span>
      <span className="text-muted tabular-nums">{match.line}</span>
    </span>
  );
}
