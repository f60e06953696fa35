import { Button, formatDate, formatRelative } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { client, queries } from '../queries.ts';
import { Row, Rows } from './section.tsx';
import { t } from './texts.ts';
import { useChange } from './use-change.ts';

/** Invitations that nobody accepted yet. */
export function Invitations() {
  const { data: invitations = [] } = useQuery(queries.listInvitations.queryOptions({ input: {} }));
  const [, change] = useChange();
  if (invitations.length === 0) return null;
  return (
    <section className="mt-8 flex flex-col gap-3">
      <h2 className="text-body font-semibold">{t('invitations')}</h2>
      <Rows label={t('invitations')}>
        {invitations.map(({ id, email, invitedBy, createdAt, expiresAt }) => (
          <Row
            key={id}
            title={email}
            detail={t('invited', { when: formatRelative(createdAt), name: invitedBy, until: formatDate(expiresAt) })}
          >
            <Button
              size="small"
              variant="ghost"
              onClick={() => void change(() => client.withdrawInvitation({ id }), t('withdrawn'))}
            >
              {t('withdraw')}
            </Button>
          </Row>
        ))}
      </Rows>
    </section>
  );
}
