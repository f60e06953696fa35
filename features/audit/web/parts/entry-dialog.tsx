import { CodeBlock, Dialog, formatDateTime } from '@e-code/kernel/web';
import type { ReactNode } from 'react';
import type { ListedEntry } from '../queries.ts';
import { t } from '../texts/texts.ts';

/** Everything that is known of one entry. */
export function EntryDialog({ entry, onClose }: { entry: ListedEntry; onClose: () => void }) {
  return (
    <Dialog open onOpenChange={onClose} size="large" title={entry.summary} description={formatDateTime(entry.at)}>
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-ui">
        <Fact name={t('event')}>
          <span className="font-mono">{entry.event}</span>
        </Fact>
        <Fact name={t('who')}>{[nameOf(entry), entry.actor.id].filter(Boolean).join(' · ')}</Fact>
        {entry.actor.apiKey !== null && <Fact name={t('apiKey')}>{entry.actor.apiKey}</Fact>}
        {entry.address !== null && <Fact name={t('address')}>{entry.address}</Fact>}
        {entry.agent !== null && <Fact name={t('agent')}>{entry.agent}</Fact>}
      </dl>
      <h3 className="mb-1.5 text-ui font-medium">{t('payload')}</h3>
      <CodeBlock code={JSON.stringify(entry.payload, null, 2)} wrap />
    </Dialog>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** Who caused it, in words. */
export function nameOf({ actor }: ListedEntry): string {
  return actor.name ?? t(actor.kind === 'guest' ? 'guest' : 'visitor');
}
