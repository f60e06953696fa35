import {
  EmptyState,
  formatDateTime,
  QueryError,
  Skeleton,
  toProblem,
  useLiveQuery,
  useSearchParam,
  withFreshProof,
} from '@e-code/kernel/web';
import { outboxChannel } from '@e-code/accounts/contract';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Inbox } from 'lucide-react';
import { OperatorsOnly } from '../parts/operators-only.tsx';
import { Page } from '../parts/page.tsx';
import { t } from '../parts/texts.ts';
import { client, queries } from '../queries.ts';

/** Mail that stayed on this machine, for operators. */
export function Outbox() {
  const mails = useQuery(queries.listMail.queryOptions({ input: {} }));
  useLiveQuery(mails.data && outboxChannel.name, {}, queries.listMail.key());
  const [chosen, choose] = useSearchParam('mail');
  return (
    <OperatorsOnly error={mails.error}>
      <Page title={t('outbox')} hint={t('mailKeptHint')}>
        {mails.isError && <QueryError error={mails.error} title={t('outbox')} onRetry={() => void mails.refetch()} />}
        {mails.isPending && <Skeleton className="h-40 w-full" />}
        {mails.data?.length === 0 && (
          <EmptyState icon={<Inbox size={20} strokeWidth={1.5} />} title={t('noMail')}>
            {t('noMailWhy')}
          </EmptyState>
        )}
        {mails.data && mails.data.length > 0 && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-[280px_minmax(0,1fr)]">
            <ul aria-label={t('outbox')} className="flex flex-col gap-0.5">
              {mails.data.map((mail) => (
                <li key={mail.id}>
                  <button
                    type="button"
                    aria-pressed={mail.id === chosen}
                    onClick={() => choose(mail.id)}
                    className={clsx(
                      'w-full rounded-control px-3 py-2 text-left hover:bg-hover',
                      mail.id === chosen && 'bg-selected',
                    )}
                  >
                    <span className="block truncate text-ui font-medium">{mail.subject}</span>
                    <span className="block truncate text-small text-muted">{mail.to}</span>
                    <span className="block text-small text-faint">{formatDateTime(mail.writtenAt)}</span>
                  </button>
                </li>
              ))}
            </ul>
            {chosen !== undefined && <Mail key={chosen} id={chosen} />}
          </div>
        )}
      </Page>
    </OperatorsOnly>
  );
}

function Mail({ id }: { id: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: queries.readMail.queryKey({ input: { id } }),
    queryFn: () => withFreshProof(() => client.readMail({ id })),
    staleTime: Infinity,
    retry: false,
  });
  if (error) return <QueryError error={error} title={toProblem(error).code} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-80 w-full" />;
  return (
    <article className="min-w-0 self-start overflow-hidden max-md:order-first rounded-panel border border-line bg-raised">
      <header className="border-b border-line px-4 py-3">
        <h2 className="text-body font-semibold break-words">{data.subject}</h2>
        <p className="text-small break-words text-muted">
          {data.from} · {t('to', { email: data.to })} · {formatDateTime(data.writtenAt)}
        </p>
      </header>
      {data.html === undefined ? (
        <pre className="p-4 font-sans text-ui break-words whitespace-pre-wrap">{data.text}</pre>
      ) : (
        // No scripts and no origin of its own; links open beside this page.
        <iframe
          title={t('mailBody', { subject: data.subject })}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={data.html.replace('<head>', '<head><base target="_blank">')}
          className="h-96 w-full bg-[white]"
        />
      )}
    </article>
  );
}
