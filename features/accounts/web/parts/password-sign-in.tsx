import { email } from '@e-code/accounts/contract';
import { Button, FormProblem, Link, PasswordField, TextField, toProblem, useForm } from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { useState } from 'react';
import { z } from 'zod';
import { client } from '../queries.ts';
import { useEnter } from './enter.ts';
import { t } from './texts.ts';

const schema = z.object({ email, password: z.string().min(1, 'Enter your password.') });

/** E-mail and password, with the mailed link for those who have no password at hand. */
export function PasswordSignIn({
  onSecondFactor,
  onSent,
}: {
  onSecondFactor: (ticket: string) => void;
  onSent: (email: string) => void;
}) {
  const enter = useEnter();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const form = useForm({
    schema,
    initial: { email: '', password: '' },
    async submit(values) {
      setProblem(undefined);
      const result = await client.signInWithPassword(values);
      if (result.state === 'second_factor') onSecondFactor(result.ticket);
      else enter();
    },
  });

  async function sendLink(): Promise<void> {
    const address = email.safeParse(form.values.email);
    if (!address.success) {
      document.querySelector<HTMLInputElement>('input[name=email]')?.focus();
      return form.field('email').onBlur();
    }
    setSending(true);
    try {
      await client.sendSignInLink({ email: address.data });
      onSent(address.data);
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setSending(false);
    }
    return undefined;
  }

  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-5" noValidate>
      <FormProblem problem={form.problem ?? problem} />
      <TextField
        label={t('email')}
        size="large"
        type="email"
        autoComplete="username webauthn"
        autoCapitalize="off"
        autoFocus
        {...form.field('email')}
      />
      <PasswordField
        label={t('password')}
        size="large"
        autoComplete="current-password"
        aside={
          <Link to="/reset" className="rounded-small hover:text-text hover:underline">
            {t('forgotten')}
          </Link>
        }
        {...form.field('password')}
      />
      <div className="flex flex-col gap-2">
        <Button type="submit" variant="primary" size="large" wide loading={form.submitting}>
          {t('signIn')}
        </Button>
        <Button variant="ghost" size="large" wide loading={sending} onClick={() => void sendLink()}>
          {t('sendLink')}
        </Button>
      </div>
    </form>
  );
}
