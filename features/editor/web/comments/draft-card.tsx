import type { Quotation } from '@e-code/host/contract';
import { t } from './texts.ts';
import type { ThreadBook } from './thread-book.ts';
import { Composer } from './composer.tsx';
import { QuotedWords } from './quoted-words.tsx';

/** A thread that is being begun: what it is about, and the place to write. */
export function DraftCard({ book, quotation }: { book: ThreadBook; quotation: Quotation }) {
  return (
    <div className="flex shrink-0 flex-col gap-2 border-y border-line bg-raised px-3 py-2.5">
      <p className="truncate text-small text-muted">
        {t('place', { path: quotation.path, line: String(quotation.lines[0]) })}
      </p>
      <QuotedWords quotation={quotation} />
      <Composer
        label={t('write')}
        action={t('add')}
        autoFocus
        onSend={(body) => book.start(quotation, body)}
        onCancel={() => book.draft.set(undefined)}
      />
    </div>
  );
}
