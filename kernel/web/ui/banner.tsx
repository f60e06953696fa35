import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

const tones: Record<Tone, { box: string; text: string; Icon: typeof Info }> = {
  info: { box: 'bg-info-soft', text: 'text-info', Icon: Info },
  success: { box: 'bg-success-soft', text: 'text-success', Icon: CircleCheck },
  warning: { box: 'bg-warning-soft', text: 'text-warning', Icon: TriangleAlert },
  danger: { box: 'bg-danger-soft', text: 'text-danger', Icon: CircleAlert },
};

export type BannerProps = {
  tone?: Tone;
  title?: ReactNode;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** A state of the page or of a form that stays until it is over. Danger is announced at once, the others politely. */
export function Banner({ tone = 'info', title, action, className, children }: BannerProps) {
  const { box, text, Icon } = tones[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={clsx(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-control px-3 py-2 text-ui text-text',
        box,
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-56 items-start gap-2">
        <Icon size={16} strokeWidth={1.75} className={clsx('mt-0.5 shrink-0', text)} aria-hidden />
        <div className="min-w-0 break-words">
          {title && <p className="font-medium">{title}</p>}
          {children}
        </div>
      </div>
      {action}
    </div>
  );
}
