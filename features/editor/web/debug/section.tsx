import { ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

type SectionProps = { title: string; actions?: ReactNode; children: ReactNode };

/** A part of the panel that folds under its name. */
export function Section({ title, actions, children }: SectionProps) {
  const [open, setOpen] = useState(true);
  const id = useId();
  return (
    <section aria-label={title} className="border-t border-line">
      <header className="flex h-8 items-center gap-1 pr-2 pointer-coarse:h-11">
        <h3 className="min-w-0 flex-1">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="flex h-8 w-full items-center gap-1 px-2 text-small font-medium text-muted hover:text-text pointer-coarse:h-11"
          >
            <ChevronRight size={14} strokeWidth={1.5} aria-hidden className={open ? 'rotate-90' : ''} />
            {title}
          </button>
        </h3>
        {open && actions}
      </header>
      <div id={id} hidden={!open} className="pb-2">
        {children}
      </div>
    </section>
  );
}

export function Hint({ children }: { children: ReactNode }) {
  return <p className="px-3 py-1 text-small text-muted">{children}</p>;
}
