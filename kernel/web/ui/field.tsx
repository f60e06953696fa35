import { Field as Base } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { t } from './texts.ts';

export type FieldProps = {
  label: string;
  /** Keeps the label for screen readers only, where the place already says it. */
  hideLabel?: boolean;
  /** One sentence under the control. */
  hint?: ReactNode;
  /** What is wrong and how to right it. Its presence marks the field invalid. */
  error?: string | undefined;
  optional?: boolean;
  /** Something on the label's line at the right, such as a link. */
  aside?: ReactNode;
  className?: string;
};

/** A labelled control with hint and error, tied together for screen readers. */
export function Field({
  label,
  hideLabel,
  hint,
  error,
  optional,
  aside,
  className,
  children,
}: FieldProps & { children: ReactNode }) {
  return (
    <Base.Root invalid={error !== undefined} className={clsx('flex min-w-0 flex-col gap-1.5', className)}>
      <div className={clsx('flex items-baseline justify-between gap-2', hideLabel && 'sr-only')}>
        <Base.Label className="text-ui font-medium text-text">
          {label}
          {optional && <span className="ml-1.5 font-normal text-faint">{t('optional')}</span>}
        </Base.Label>
        {aside && <span className="text-small text-muted">{aside}</span>}
      </div>
      {children}
      {error !== undefined && (
        <Base.Error match className="flex gap-1.5 text-small text-danger">
          <CircleAlert size={14} strokeWidth={1.75} className="mt-px shrink-0" aria-hidden /> {error}
        </Base.Error>
      )}
      {hint && error === undefined && <Base.Description className="text-small text-muted">{hint}</Base.Description>}
    </Base.Root>
  );
}

/** The look of everything that is typed into or chosen from. */
export const controlClass = clsx(
  'w-full min-w-0 rounded-control border border-line-strong bg-raised px-2.5 text-ui text-text placeholder:text-faint',
  'transition-colors duration-(--duration-press) outline-none hover:border-faint',
  'focus:border-focus focus:ring-2 focus:ring-focus/25 data-[popup-open]:border-focus',
  'data-[invalid]:border-danger data-[invalid]:focus:ring-danger/25 aria-invalid:border-danger',
  'disabled:cursor-not-allowed disabled:bg-sunken disabled:text-faint [&:is(input,textarea):read-only]:bg-sunken',
);

// Under 16 px, a phone zooms the page into the field it focuses.
export const controlHeights = {
  medium: 'h-8 pointer-coarse:h-10 pointer-coarse:text-[16px]',
  large: 'h-10 text-body pointer-coarse:text-[16px]',
} as const;
