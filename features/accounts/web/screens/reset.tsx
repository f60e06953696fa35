import { email, newPassword } from '@e-code/accounts/contract';
import { TextField, useForm, useNavigation } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { EntryForm, NewPasswordField } from '../parts/entry-form.tsx';
import { FormPage } from '../parts/form-page.tsx';
import { useFragment } from '../parts/fragment.ts';
import { MailSent } from '../parts/mail-sent.tsx';
import { t } from '../parts/texts.ts';
import { client, queries } from '../queries.ts';

/** Asks for the link; with the link, for the password. */
export function Reset() {
  const { plain: token } = useFragment();
  return token === undefined ? <AskForLink /> : <SetPassword token={token} />;
}

function AskForLink() {
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({
    schema: z.object({ email }),
    initial: { email: '' },
    async submit(values) {
      await client.sendPasswordReset(values);
      setSentTo(values.email);
    },
  });
  if (sentTo !== undefined) {
    return <MailSent hint={t('checkMailHint', { email: sentTo })} mailStays={options?.mail === 'outbox'} />;
  }
  return (
    <FormPage title={t('resetTitle')} hint={t('sendResetHint')}>
      <EntryForm form={form} send={t('sendReset')}>
        <TextField
          label={t('email')}
          size="large"
          type="email"
          autoComplete="username"
          autoCapitalize="off"
          autoFocus
          {...form.field('email')}
        />
      </EntryForm>
    </FormPage>
  );
}

function SetPassword({ token }: { token: string }) {
  const { go } = useNavigation();
  const form = useForm({
    schema: z.object({ password: newPassword }),
    initial: { password: '' },
    errorFields: { password_common: 'password' },
    async submit({ password }) {
      await client.resetPassword({ token, password });
      go('/sign-in?reset=done', { replace: true });
    },
  });
  return (
    <FormPage title={t('resetTitle')} hint={t('resetHint')}>
      <EntryForm form={form} send={t('save')}>
        <NewPasswordField form={form} label={t('newPassword')} autoFocus />
      </EntryForm>
    </FormPage>
  );
}
