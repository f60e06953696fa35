import { currentLocale } from './catalogue.ts';

type Moment = Date | string | number;

const toDate = (moment: Moment) => (moment instanceof Date ? moment : new Date(moment));

/** Day and time, such as "Nov 23, 2026, 12:01". */
export function formatDateTime(moment: Moment): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(toDate(moment));
}

/** The day alone, such as "Nov 23, 2026". */
export function formatDate(moment: Moment): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: 'medium' }).format(toDate(moment));
}

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** How long ago or ahead, such as "3 minutes ago"; under a minute it says "now". */
export function formatRelative(moment: Moment, now: Moment = Date.now()): string {
  const seconds = (toDate(moment).getTime() - toDate(now).getTime()) / 1000;
  const format = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' });
  const step = steps.find(([, length]) => Math.abs(seconds) >= length);
  if (!step) return format.format(0, 'second');
  return format.format(Math.trunc(seconds / step[1]), step[0]);
}

export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(currentLocale(), options).format(value);
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in decimal units with at most one decimal, such as "1.4 MB". */
export function formatBytes(bytes: number): string {
  const power = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const unit = byteUnits[power] ?? 'byte';
  return new Intl.NumberFormat(currentLocale(), {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** power);
}

/** A length of time, such as "420 ms", "1.2 s", "3 min 5 s". */
export function formatDuration(milliseconds: number): string {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(currentLocale(), {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (milliseconds < 1000) return unit(Math.round(milliseconds), 'millisecond');
  const seconds = milliseconds / 1000;
  if (seconds < 60) return unit(seconds, 'second', 1);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${unit(minutes, 'minute')} ${unit(Math.floor(seconds % 60), 'second')}`;
  return `${unit(Math.floor(minutes / 60), 'hour')} ${unit(minutes % 60, 'minute')}`;
}
