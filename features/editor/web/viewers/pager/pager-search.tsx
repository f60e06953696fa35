import { controlClass, formatNumber, IconButton, Spinner, toast } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { toHostProblem } from '../../host/problem.ts';
import { useStore } from '../../parts/store.ts';
import { t } from '../../texts.ts';
import type { PagerModel } from './pager-model.ts';

const icon = { size: 16, strokeWidth: 1.5 };

type PagerSearchProps = { model: PagerModel; field: RefObject<HTMLInputElement | null> };

/** Finds in the whole file: Enter searches, then goes to the next match, with Shift to the one before. */
export function PagerSearch({ model, field }: PagerSearchProps) {
  const search = useStore(model.search);
  const searching = useStore(model.searching);
  const [query, setQuery] = useState('');

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      setQuery('');
      void model.find('');
    }
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (search?.query === query && query !== '') model.step(event.shiftKey ? -1 : 1);
    else void model.find(query).catch((error: unknown) => toast.error(toHostProblem(error).message));
  }

  return (
    <div role="search" className="flex items-center gap-1">
      <span className="w-28 sm:w-44">
        <input
          ref={field}
          type="search"
          value={query}
          aria-label={t('findInFile')}
          placeholder={t('findInFile')}
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={onKeyDown}
          className={clsx(controlClass, 'h-7 px-2 text-small')}
        />
      </span>
      <span role="status" className="min-w-12 text-center tabular-nums">
        {searching ? <Spinner /> : search && describe(search.at, search.matches.length, search.truncated)}
      </span>
      {search && search.matches.length > 0 && (
        <>
          <IconButton
            size="small"
            label={t('previousMatch')}
            icon={<ChevronUp {...icon} />}
            onClick={() => model.step(-1)}
          />
          <IconButton
            size="small"
            label={t('nextMatch')}
            icon={<ChevronDown {...icon} />}
            onClick={() => model.step(1)}
          />
        </>
      )}
    </div>
  );
}

function describe(at: number, count: number, truncated: boolean): string {
  if (count === 0) return t('noMatch');
  return t('matchOf', { current: formatNumber(at + 1), total: `${formatNumber(count)}${truncated ? '+' : ''}` });
}
