import { email, fullName, newPassword } from '@e-code/accounts/contract';
import {
  Button,
  EmptyState,
  FormProblem,
  QueryError,
  Skeleton,
  TextField,
  toProblem,
  useForm,
} from '@e-code/kernel/web';
import { useMutation, useQuery } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { useEnter } from '../parts/enter.ts';
import { EntryForm, NewPasswordField } from '../parts/entry-form.tsx';
import { FormPage } from '../parts/form-page.tsx';
import { useFragment } from '../parts/fragment.ts';
import { MailSent } from '../parts/mail-sent.tsx';
import { t } from '../parts/texts.ts';
import { client, queries } from '../queries.ts';

/** Joining: with an invitation, by the confirmation from a mail, or, where registration is open, from scratch. */
export function Register() {
  const { plain: invitation, named } = useFragment();
  const confirmation = named.get('confirm');
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  if (invitation !== undefined) return <Invited token={invitation} />;
  if (confirmation !== null) return <Confirmed token={confirmation} />;
  if (options === undefined) return <Skeleton className="h-64 w-full" />;
  if (options.registration === 'open') return <Newcomer mailStays={options.mail === 'outbox'} />;
  return (
    <EmptyState level={1} icon={<MailOpen size={20} strokeWidth={1.5} />} title={t('noInvitation')}>
      {t('noInvitationWhy')}
    </EmptyState>
  );
}

function Invited({ token }: { token: string }) {
  const enter = useEnter();
  const read = useQuery({ ...queries.readInvitation.queryOptions({ input: { token } }), staleTime: Infinity });
  const form = useForm({
    schema: z.object({ name: fullName, password: newPassword }),
    initial: { name: '', password: '' },
    errorFields: { password_common: 'password' },
    async submit(values) {
      await client.acceptInvitation({ token, ...values });
      enter();
    },
  });
  if (read.isError) return <QueryError error={read.error} title={t('register')} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Skeleton className="h-64 w-full" />;
  return (
    <FormPage title={t('register')} hint={t('registerInvited', { name: read.data.invitedBy })}>
      <EntryForm form={form} send={t('accept')}>
        <TextField
          label={t('email')}
          size="large"
          type="email"
          name="email"
          autoComplete="username"
          value={read.data.email}
          readOnly
        />
        <TextField label={t('name')} size="large" autoComplete="name" autoFocus {...form.field('name')} />
        <NewPasswordField form={form} />
      </EntryForm>
    </FormPage>
  );
}

function Confirmed({ token }: { token: string }) {
  const enter = useEnter();
  const complete = useMutation({ mutationFn: () => client.completeRegistration({ token }), onSuccess: enter });
  return (
    <FormPage title={t('register')}>
      <FormProblem problem={complete.error ? toProblem(complete.error) : undefined} />
      <Button variant="primary" size="large" wide loading={complete.isPending} onClick={() => complete.mutate()}>
        {t('accept')}
      </Button>
    </FormPage>
  );
}

function Newcomer({ mailStays }: { mailStays: boolean }) {
  const [sentTo, setSentTo] = useState<string>();
  const form = useForm({
    schema: z.object({ name: fullName, email, password: newPassword }),
    initial: { name: '', email: '', password: '' },
    errorFields: { password_common: 'password' },
    async submit(values) {
      await client.register(values);
      setSentTo(values.email);
    },
  });
  if (sentTo !== undefined) return <MailSent hint={t('checkMailNew', { email: sentTo })} mailStays={mailStays} />;
  return (
    <FormPage title={t('register')} hint={t('registerOpen')}>
      <EntryForm form={form} send={t('accept')}>
        <TextField label={t('name')} size="large" autoComplete="name" autoFocus {...form.field('name')} />
        <TextField label={t('email')} size="large" type="email" autoComplete="username" {...form.field('email')} />
        <NewPasswordField form={form} />
      </EntryForm>
    </FormPage>
  );
}
