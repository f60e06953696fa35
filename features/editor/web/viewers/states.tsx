import { Button, ErrorState, Spinner } from '@e-code/kernel/web';
import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { toHostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { t } from '../texts.ts';

/** While a file is fetched. */
export function Busy() {
  return (
    <div role="status" className="flex h-full items-center justify-center gap-2 text-muted">
      <Spinner /> {t('loading')}
    </div>
  );
}

/** A file that cannot be shown: why, and the way to try again. */
export function Unreadable({ path, error, onRetry }: { path: string; error: unknown; onRetry?: () => void }) {
  const problem = toHostProblem(error);
  return (
    <ErrorState
      title={t('cannotShow', { name: baseName(path) })}
      {...(problem.body.details !== undefined && { details: problem.body.details })}
      action={onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
    >
      {problem.message}
    </ErrorState>
  );
}

/** Where the bar of a view goes when there is one above it already; undefined: above the view itself. */
export const BarSlot = createContext<HTMLElement | null | undefined>(undefined);

/** Above a view: what it says about the file, and its few controls. */
export function ViewerBar({ label, children }: { label: string; children: ReactNode }) {
  const slot = useContext(BarSlot);
  if (slot !== undefined) return slot && createPortal(children, slot, label);
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line bg-raised px-2 py-1 text-small text-muted pointer-coarse:min-h-11"
    >
      {children}
    </div>
  );
}
