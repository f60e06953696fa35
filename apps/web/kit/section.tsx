import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A titled part of the gallery. */
export function Section({ title, className, children }: { title: string; className?: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 className="border-b border-line pb-2 text-title font-semibold">{title}</h2>
      <div className={clsx('flex flex-col gap-6', className)}>{children}</div>
    </section>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}
