import type { ReactNode } from 'react';
import { clsx } from 'clsx';

export type EmptyStateProps = {
  /** A lucide icon of 20 px, or a picture. */
  icon?: ReactNode;
  title: string;
  /** One sentence that teaches. */
  children?: ReactNode;
  action?: ReactNode;
  /** The way by command line or API. */
  aside?: ReactNode;
  /** 1 when it is all that the page says. */
  level?: 1 | 2;
  className?: string;
};

/** What a place shows before there is anything in it. */
export function EmptyState({ icon, title, children, action, aside, level = 2, className }: EmptyStateProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className={clsx('mx-auto flex w-full max-w-sm flex-col items-center px-4 py-10 text-center', className)}>
      {icon && (
        <div className="mb-4 grid size-10 place-items-center rounded-panel border border-line bg-raised text-muted">
          {icon}
        </div>
      )}
      <Heading className="text-body font-semibold text-text">{title}</Heading>
      {children && <div className="mt-1 text-ui text-balance text-muted">{children}</div>}
      {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
      {aside && <div className="mt-6 w-full text-small text-muted">{aside}</div>}
    </div>
  );
}
