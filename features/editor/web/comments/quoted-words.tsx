import type { Quotation } from '@e-code/host/contract';

/** The words that a thread is about, as they were. */
export function QuotedWords({ quotation, gone = false }: { quotation: Quotation; gone?: boolean }) {
  return (
    <blockquote
      className={`max-h-24 overflow-hidden border-l-2 pl-2 font-mono text-small break-words whitespace-pre-wrap text-muted ${gone ? 'border-warning' : 'border-line-strong'}`}
    >
      {quotation.quote}
    </blockquote>
  );
}
