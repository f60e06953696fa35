import { Banner, Link, useNavigation } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FormPage } from '../parts/form-page.tsx';
import { useFragment } from '../parts/fragment.ts';
import { LinkSignIn } from '../parts/link-sign-in.tsx';
import { MailSent } from '../parts/mail-sent.tsx';
import { PasskeySignIn } from '../parts/passkey-sign-in.tsx';
import { PasswordSignIn } from '../parts/password-sign-in.tsx';
import { ProviderSignIn } from '../parts/provider-sign-in.tsx';
import { SecondFactor } from '../parts/second-factor.tsx';
import { t } from '../parts/texts.ts';
import { queries } from '../queries.ts';

/** Sign-in: password, passkey, mailed link, identity provider; then the second step where the account asks for one. */
export function SignIn() {
  const { named } = useFragment();
  const { search } = useNavigation();
  const [ticket, setTicket] = useState(named.get('ticket'));
  const [link, setLink] = useState(named.get('link'));
  const [sentTo, setSentTo] = useState<string>();
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  const mailStays = options?.mail === 'outbox';

  if (ticket !== null) return <SecondFactor ticket={ticket} onStartAgain={() => setTicket(null)} />;
  if (link !== null) return <LinkSignIn token={link} onSecondFactor={setTicket} onStartAgain={() => setLink(null)} />;
  if (sentTo !== undefined) {
    return (
      <MailSent
        hint={t('checkMailHint', { email: sentTo })}
        mailStays={mailStays}
        onBack={() => setSentTo(undefined)}
      />
    );
  }
  return (
    <FormPage title={t('signInTitle')} hint={t('signInHint')}>
      <ProviderProblem code={named.get('problem')} />
      {search.has('reset') && <Banner tone="success">{t('resetDone')}</Banner>}
      {options?.setupOpen && <Banner>{t('setupWaits')}</Banner>}
      <PasswordSignIn onSecondFactor={setTicket} onSent={setSentTo} />
      <div className="flex flex-col gap-2 border-t border-line pt-5">
        <PasskeySignIn />
        {options?.provider && <ProviderSignIn provider={options.provider} />}
      </div>
      {options?.registration === 'open' && (
        <p className="text-ui text-muted">
          {t('newHere')}{' '}
          <Link to="/register" className="font-medium text-accent-text hover:underline">
            {t('register')}
          </Link>
        </p>
      )}
    </FormPage>
  );
}

/** What went wrong on the way back from the identity provider, by the code in the address. */
function ProviderProblem({ code }: { code: string | null }) {
  if (code === null) return null;
  return <Banner tone="danger">{providerProblem(code)}</Banner>;
}

function providerProblem(code: string): string {
  switch (code) {
    case 'account_disabled':
      return t('problem_account_disabled');
    case 'identity_email_unverified':
      return t('problem_identity_email_unverified');
    case 'identity_unknown':
      return t('problem_identity_unknown');
    default:
      return t('problem_other');
  }
}
