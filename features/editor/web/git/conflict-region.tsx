import { Button } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { useId } from 'react';
import { t } from './texts.ts';
import type { Region } from './three-way.ts';

/** Lines before and after a conflict that are shown; the rest of what stands is folded. */
const around = 4;

/** Lines that stand, folded in the middle. */
export function KeptLines({ lines }: { lines: readonly string[] }) {
  const folded = lines.length > 2 * around + 1;
  return (
    <pre className="px-3 py-1 font-mono text-ui text-muted">
      {(folded ? [...lines.slice(0, around), '⋯', ...lines.slice(-around)] : lines).join('\n')}
    </pre>
  );
}

type RegionProps = {
  region: Extract<Region, { kind: 'conflict' }>;
  names: { ours: string; theirs: string };
  /** Undefined until somebody decided. */
  result: string | undefined;
  onResult: (text: string) => void;
};

/** One place to decide: what both sides have, what was there before, and below what will stand. */
export function ConflictRegion({ region, names, result, onResult }: RegionProps) {
  const ours = region.ours.join('\n');
  const theirs = region.theirs.join('\n');
  const field = useId();
  return (
    <div
      data-conflict
      tabIndex={-1}
      className={clsx(
        'my-1 border-y border-l-2 border-line',
        result === undefined ? 'border-l-warning' : 'border-l-success',
      )}
    >
      <div className="grid gap-px bg-line sm:grid-cols-3">
        <Version title={t('ours', { name: names.ours })} text={ours} />
        <Version title={t('base')} text={region.base.join('\n')} />
        <Version title={t('theirs', { name: names.theirs })} text={theirs} />
      </div>
      <div className="flex flex-wrap items-center gap-1.5 bg-sunken px-3 py-1.5">
        <label htmlFor={field} className="flex-1 text-small font-medium text-muted">
          {t('result')}
        </label>
        <Button size="small" onClick={() => onResult(ours)}>
          {t('takeOurs')}
        </Button>
        <Button size="small" onClick={() => onResult(theirs)}>
          {t('takeTheirs')}
        </Button>
        <Button size="small" onClick={() => onResult([...region.ours, ...region.theirs].join('\n'))}>
          {t('takeBoth')}
        </Button>
      </div>
      <textarea
        id={field}
        rows={2}
        spellCheck={false}
        value={result ?? ''}
        placeholder={t('undecided')}
        onChange={(event) => onResult(event.target.value)}
        className="field-sizing-content block max-h-80 w-full resize-y bg-raised px-3 py-1.5 font-mono text-ui outline-offset-[-2px] placeholder:text-muted"
      />
    </div>
  );
}

function Version({ title, text }: { title: string; text: string }) {
  return (
    <div className="min-w-0 bg-bg">
      <p className="truncate px-3 pt-1 text-small text-muted">{title}</p>
      <pre tabIndex={0} aria-label={title} role="group" className="overflow-x-auto px-3 pt-0.5 pb-2 font-mono text-ui">
        {text}
      </pre>
    </div>
  );
}
