import type { ReactNode } from 'react';

/** The heading of a page that holds one decision. */
export function FormPage({ title, hint, children }: { title: string; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-6">
      <header>
        <h1 className="text-heading font-semibold text-balance">{title}</h1>
        {hint && <div className="mt-1 text-body text-muted">{hint}</div>}
      </header>
      {children}
    </div>
  );
}
