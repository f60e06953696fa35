import { formatRelative, Select } from '@e-code/kernel/web';
import { t } from './texts.ts';

const lengths = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;
export type Expiry = 'keep' | 'never' | keyof typeof lengths;

type Props = {
  /** When the entry expires now, in milliseconds since 1970. */
  present: number | null;
  value: Expiry;
  onChange: (expiry: Expiry) => void;
};

/** When an entry goes by itself. */
export function ExpiryField({ present, value, onChange }: Props) {
  const keep =
    present === null ? [] : [{ value: 'keep' as const, label: t('expiresKeep', { when: formatRelative(present) }) }];
  return (
    <Select
      label={t('expires')}
      value={value}
      onValueChange={onChange}
      options={[
        ...keep,
        { value: 'never', label: t('expiresNever') },
        { value: 'hour', label: t('expiresHour') },
        { value: 'day', label: t('expiresDay') },
        { value: 'week', label: t('expiresWeek') },
      ]}
    />
  );
}

/** Milliseconds since 1970. */
export function momentOf(expiry: Expiry, present: number | null): number | null {
  if (expiry === 'keep') return present;
  return expiry === 'never' ? null : Date.now() + lengths[expiry];
}
