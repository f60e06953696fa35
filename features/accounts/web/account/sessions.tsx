import {
  Badge,
  Button,
  formatDate,
  formatDateTime,
  formatRelative,
  QueryError,
  Skeleton,
  toast,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Row, Rows, Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client, queries } from '../queries.ts';

/** Where the person is signed in. */
export function Sessions() {
  const sessions = useQuery(queries.listSessions.queryOptions({ input: {} }));
  const [busy, change] = useChange();
  const others = sessions.data?.filter(({ current }) => !current) ?? [];
  const endOthers = () =>
    void change(async () => {
      const { ended } = await client.endOtherSessions({});
      toast.success(t('endedOthers', { count: ended }));
    });
  return (
    <Section title={t('sessions')} hint={t('sessionsHint')}>
      {sessions.isError && (
        <QueryError
          layout="inline"
          error={sessions.error}
          title={t('sessions')}
          onRetry={() => void sessions.refetch()}
        />
      )}
      {sessions.isPending && <Skeleton className="h-24 w-full" />}
      {sessions.data && (
        <Rows label={t('sessions')}>
          {sessions.data.map((session) => (
            <Row
              key={session.id}
              title={
                <>
                  {session.agent} {session.current && <Badge tone="accent">{t('current')}</Badge>}
                </>
              }
              detail={
                <span title={formatDateTime(session.createdAt)}>
                  {session.address} · {t('lastSeen', { when: formatRelative(session.seenAt) })} ·{' '}
                  {t('since', { date: formatDate(session.createdAt) })}
                </span>
              }
            >
              {!session.current && (
                <Button
                  size="small"
                  variant="ghost"
                  onClick={() => void change(() => client.endSession({ id: session.id }), t('ended'))}
                >
                  {t('end')}
                </Button>
              )}
            </Row>
          ))}
        </Rows>
      )}
      {others.length > 0 && (
        <Button loading={busy} onClick={endOthers}>
          {t('endOthers')}
        </Button>
      )}
    </Section>
  );
}
