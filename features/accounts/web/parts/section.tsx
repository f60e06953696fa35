import type { ReactNode } from 'react';
import { useId } from 'react';

/** One subject of a page: what it is at the left, what can be done at the right; under each other on a phone. */
export function Section({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid gap-x-8 gap-y-4 border-t border-line py-6 md:grid-cols-[220px_1fr]">
      <header>
        <h2 id={id} className="text-body font-semibold">
          {title}
        </h2>
        {hint && <p className="mt-1 text-ui text-muted">{hint}</p>}
      </header>
      <div className="flex min-w-0 flex-col items-start gap-4">{children}</div>
    </section>
  );
}

/** Rows under a hairline each: words at the left, actions at the right. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="w-full divide-y divide-line border-y border-line">
      {children}
    </ul>
  );
}

export function Row({ title, detail, children }: { title: ReactNode; detail?: ReactNode; children?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-48">
        <div className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">{title}</div>
        {detail && <div className="text-small wrap-anywhere text-muted">{detail}</div>}
      </div>
      {children && <div className="flex gap-1 max-sm:-ml-2">{children}</div>}
    </li>
  );
}
