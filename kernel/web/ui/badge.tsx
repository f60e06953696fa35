import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export type BadgeTone =
  | 'neutral'
  | 'accent'
  | 'success'
  | 'warning'
  | 'danger'
  | 'info'
  | 'development'
  | 'preview'
  | 'production';

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-active text-muted',
  accent: 'bg-accent-soft text-accent-text',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
  info: 'bg-info-soft text-info',
  development: 'bg-development-soft text-development',
  preview: 'bg-preview-soft text-preview',
  production: 'bg-production-soft text-production',
};

/** A state in a word. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 items-center gap-1 rounded-small px-1.5 text-caption font-medium whitespace-nowrap',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}

const dots: Record<'idle' | 'busy' | 'running' | 'failed', string> = {
  idle: 'border-[1.5px] border-faint',
  busy: 'bg-info [animation:skeleton-pulse_1.2s_ease-in-out_infinite]',
  running: 'bg-success',
  failed: 'bg-danger',
};

/** A state as a dot, with its word for those who cannot see the colour. */
export function StateDot({
  state,
  label,
  hideLabel,
}: {
  state: keyof typeof dots;
  label: string;
  hideLabel?: boolean;
}) {
  return (
    <span className="inline-flex items-center gap-1.5" title={hideLabel ? label : undefined}>
      <span className={clsx('size-2 shrink-0 rounded-full', dots[state])} aria-hidden />
      <span className={clsx(hideLabel && 'sr-only')}>{label}</span>
    </span>
  );
}
