import { controlClass } from '@e-code/kernel/web';
import { clsx } from 'clsx';
import { t } from '../../texts.ts';

/** Narrows a table to the rows that hold what is typed. */
export function FilterField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  return (
    <span className="min-w-24 flex-1 sm:max-w-64">
      <input
        type="search"
        value={value}
        aria-label={t('filterRows')}
        placeholder={t('filterRows')}
        spellCheck={false}
        onChange={(event) => onValue(event.target.value)}
        className={clsx(controlClass, 'h-7 px-2 text-small')}
      />
    </span>
  );
}
