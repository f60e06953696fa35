import { Banner, QueryError, Skeleton, useLiveQuery } from '@e-code/kernel/web';
import { accountsChannel } from '@e-code/accounts/contract';
import { useQuery } from '@tanstack/react-query';
import { Identities } from '../account/identities.tsx';
import { Passkeys } from '../account/passkeys.tsx';
import { Password } from '../account/password.tsx';
import { ProfileSection } from '../account/profile.tsx';
import { Sessions } from '../account/sessions.tsx';
import { TwoFactor } from '../account/two-factor.tsx';
import { useFragment } from '../parts/fragment.ts';
import { Page } from '../parts/page.tsx';
import { t } from '../parts/texts.ts';
import { queries } from '../queries.ts';

/** Everything about one's own account, on one page. */
export function Account() {
  const { plain, named } = useFragment();
  const profile = useQuery(queries.readProfile.queryOptions({ input: {} }));
  const personId = profile.data?.id;
  useLiveQuery(personId && accountsChannel.name, { personId }, queries.key());
  const problem = named.get('problem');
  return (
    <Page title={t('account')} hint={t('accountHint')}>
      {plain === 'linked' && <Banner tone="success">{t('linked')}</Banner>}
      {problem !== null && (
        <Banner tone="danger">{t(problem === 'identity_taken' ? 'problem_identity_taken' : 'problem_other')}</Banner>
      )}
      {profile.isError && (
        <QueryError error={profile.error} title={t('account')} onRetry={() => void profile.refetch()} />
      )}
      {profile.isPending && <Skeleton className="h-96 w-full" />}
      {profile.data && (
        <>
          <ProfileSection key={profile.data.name} profile={profile.data} />
          <Password profile={profile.data} />
          <Passkeys passkeys={profile.data.passkeys} />
          <TwoFactor profile={profile.data} />
          <Sessions />
          <Identities profile={profile.data} />
        </>
      )}
    </Page>
  );
}
