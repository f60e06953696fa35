import type { ReactNode } from 'react';

/** A page of accounts under the top bar. */
export function Page({
  title,
  hint,
  action,
  children,
}: {
  title: string;
  hint?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="mx-auto w-full max-w-220 px-5 py-8">
      <header className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-heading font-semibold">{title}</h1>
          {hint && <p className="mt-1 text-body text-muted">{hint}</p>}
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}
