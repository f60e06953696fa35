import { email, fullName, newPassword } from '@e-code/accounts/contract';
import { EmptyState, TextField, useForm } from '@e-code/kernel/web';
import { KeyRound } from 'lucide-react';
import { z } from 'zod';
import { useEnter } from '../parts/enter.ts';
import { EntryForm, NewPasswordField } from '../parts/entry-form.tsx';
import { FormPage } from '../parts/form-page.tsx';
import { useFragment } from '../parts/fragment.ts';
import { t } from '../parts/texts.ts';
import { client } from '../queries.ts';

const schema = z.object({ name: fullName, email, password: newPassword });

/** The first minute of an installation: the link that the server printed, and the account of its owner. */
export function SetUp() {
  const { plain: token } = useFragment();
  if (token === undefined) {
    return (
      <EmptyState level={1} icon={<KeyRound size={20} strokeWidth={1.5} />} title={t('noSetupLink')}>
        {t('noSetupLinkWhy')}
      </EmptyState>
    );
  }
  return <OwnerForm token={token} />;
}

function OwnerForm({ token }: { token: string }) {
  const enter = useEnter();
  const form = useForm({
    schema,
    initial: { name: '', email: '', password: '' },
    errorFields: { password_common: 'password' },
    async submit(values) {
      await client.setUp({ token, ...values });
      enter();
    },
  });
  return (
    <FormPage title={t('setUpTitle')} hint={t('setUpHint')}>
      <EntryForm form={form} send={t('createOwner')}>
        <TextField label={t('name')} size="large" autoComplete="name" autoFocus {...form.field('name')} />
        <TextField
          label={t('email')}
          size="large"
          type="email"
          autoComplete="username"
          autoCapitalize="off"
          {...form.field('email')}
        />
        <NewPasswordField form={form} />
      </EntryForm>
    </FormPage>
  );
}
