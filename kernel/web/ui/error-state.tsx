import { clsx } from 'clsx';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';
import { Disclosure } from './disclosure.tsx';
import { t } from './texts.ts';

export type ErrorStateProps = {
  /** What happened. */
  title: string;
  /** Why, and what to do. */
  children?: ReactNode;
  /** The one button that helps. */
  action?: ReactNode;
  /** Folded: the code, the identifier of the request, a stack. */
  details?: string;
  /** `page` is centred with room around, `inline` is a line or two within a panel. */
  layout?: 'page' | 'inline';
  /** 1 when it is all that the page says. */
  level?: 1 | 2;
  className?: string;
};

/** What a place shows when its content could not be had. */
export function ErrorState({
  title,
  children,
  action,
  details,
  layout = 'page',
  level = 2,
  className,
}: ErrorStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  const centred = layout === 'page';
  return (
    <div
      role="alert"
      className={clsx(
        'flex w-full flex-col gap-3',
        centred && 'mx-auto max-w-md items-center px-4 py-10 text-center',
        className,
      )}
    >
      <div className={clsx('flex gap-2.5', centred && 'flex-col items-center gap-4')}>
        <span
          className={clsx(
            'shrink-0 text-danger',
            centred && 'grid size-10 place-items-center rounded-panel bg-danger-soft',
          )}
        >
          <CircleAlert size={centred ? 20 : 16} strokeWidth={1.75} className={clsx(!centred && 'mt-0.5')} aria-hidden />
        </span>
        <div className="min-w-0 break-words">
          <Heading className={clsx('font-semibold text-text', centred ? 'text-body' : 'text-ui')}>{title}</Heading>
          {children && <div className="mt-1 text-ui text-muted">{children}</div>}
        </div>
      </div>
      {action && <div className={clsx('flex flex-wrap gap-2', centred ? 'justify-center' : 'pl-6.5')}>{action}</div>}
      {details && (
        <div className={clsx('w-full', !centred && 'pl-6.5')}>
          <Disclosure label={t('details')}>
            <CodeBlock code={details} wrap />
          </Disclosure>
        </div>
      )}
    </div>
  );
}
