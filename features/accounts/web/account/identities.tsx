import type { Profile } from '@e-code/accounts/contract';
import { Button, formatDate } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Row, Rows, Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client, queries } from '../queries.ts';

/** Accounts at the identity provider. Absent where no provider is set up and nothing is linked. */
export function Identities({ profile }: { profile: Profile }) {
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  const [busy, change] = useChange();
  const provider = options?.provider ?? null;
  if (provider === null && profile.identities.length === 0) return null;
  const link = () => void change(async () => location.assign((await client.startIdentityLink({})).address));
  return (
    <Section title={t('identities')} hint={t('identitiesHint')}>
      {profile.identities.length > 0 && (
        <Rows label={t('identities')}>
          {profile.identities.map((identity) => (
            <Row
              key={identity.id}
              title={identity.email ?? identity.provider}
              detail={`${identity.provider} · ${t('since', { date: formatDate(identity.createdAt) })}`}
            >
              <Button
                size="small"
                variant="ghost"
                onClick={() => void change(() => client.removeIdentity({ id: identity.id }))}
              >
                {t('unlink')}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      {provider !== null && (
        <Button loading={busy} onClick={link}>
          {t('link', { provider })}
        </Button>
      )}
    </Section>
  );
}
