import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something folded away under its name. */
export function Disclosure({ label, open, children }: { label: ReactNode; open?: boolean; children: ReactNode }) {
  return (
    <details className="group w-full min-w-0" open={open}>
      <summary className="inline-flex cursor-pointer list-none items-center gap-1 rounded-small text-small text-muted hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          strokeWidth={1.5}
          className="transition-transform duration-(--duration-press) group-open:rotate-90"
        />
        {label}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
