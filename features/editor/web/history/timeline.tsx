import type { Burst, Timeline } from '@e-code/host/contract';
import { formatDateTime, formatNumber, formatRelative } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { useStore } from '../parts/store.ts';
import { baseName } from '../parts/paths.ts';
import { AuthorIcon, authorName } from './author.tsx';
import type { FileHistory } from './file-history.ts';
import { t } from './texts.ts';

/** More rows are of no use to a person, and the slider reaches what is before. */
const rowLimit = 300;

type TimelineListProps = { history: FileHistory; timeline: Timeline; onSelect: () => void };

/** What was done to the file, the newest first. */
export function TimelineList({ history, timeline, onSelect }: TimelineListProps) {
  const point = useStore(history.point);
  const bursts = timeline.bursts.slice(-rowLimit).toReversed();
  const oldest = timeline.bursts[0]?.from ?? timeline.first;
  const choose = (target: number) => () => {
    history.select(target);
    onSelect();
  };
  return (
    <ol aria-label={t('changes', { name: baseName(timeline.path) })} className="px-1.5 pb-2">
      {bursts.map((burst) => (
        <li key={burst.from}>
          <BurstRow
            burst={burst}
            current={point !== undefined && point > burst.from && point <= burst.to}
            onClick={choose(burst.to)}
          />
        </li>
      ))}
      {bursts.length < rowLimit && (
        <li>
          <button
            type="button"
            aria-current={point === oldest}
            onClick={choose(oldest)}
            className={rowClass(point === oldest)}
            title={t('beginningHint')}
          >
            <span className="size-3.5 shrink-0" />
            <span className="truncate">{t('beginning')}</span>
          </button>
        </li>
      )}
    </ol>
  );
}

const rowClass = (current: boolean): string =>
  clsx(
    'flex min-h-8 w-full items-center gap-2 rounded-control px-1.5 py-1 text-left pointer-coarse:min-h-11',
    current ? 'bg-selected text-text' : 'hover:bg-hover',
  );

function BurstRow({ burst, current, onClick }: { burst: Burst; current: boolean; onClick: () => void }) {
  const { author, until, added, removed } = burst;
  return (
    <button
      type="button"
      aria-current={current}
      onClick={onClick}
      className={rowClass(current)}
      title={author.kind === 'unknown' ? t('unrecordedHint') : formatDateTime(until)}
    >
      <AuthorIcon kind={author.kind} />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{authorName(author)}</span>
        <span className="block truncate text-small text-muted">{formatRelative(until)}</span>
      </span>
      <span className="shrink-0 text-right font-mono text-small tabular-nums">
        {added > 0 && (
          <span className="text-success" aria-label={t('added', { count: added })}>
            +{formatNumber(added)}
          </span>
        )}{' '}
        {removed > 0 && (
          <span className="text-danger" aria-label={t('removed', { count: removed })}>
            −{formatNumber(removed)}
          </span>
        )}
      </span>
    </button>
  );
}
