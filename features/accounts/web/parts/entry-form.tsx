import { Button, FormProblem, PasswordField, type Form } from '@e-code/kernel/web';
import type { ReactNode } from 'react';
import { t } from './texts.ts';

/** The form of a page that leads into an account: its fields, and one button that sends them. */
export function EntryForm<Values>({
  form,
  send,
  children,
}: {
  form: Form<Values>;
  /** What the button says. */
  send: string;
  children: ReactNode;
}) {
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-5" noValidate>
      <FormProblem problem={form.problem} />
      {children}
      <Button type="submit" variant="primary" size="large" wide loading={form.submitting}>
        {send}
      </Button>
    </form>
  );
}

/** Where a password is chosen, with what makes a good one. */
export function NewPasswordField<Values extends { password: string }>({
  form,
  label = t('password'),
  autoFocus = false,
}: {
  form: Form<Values>;
  label?: string;
  autoFocus?: boolean;
}) {
  return (
    <PasswordField
      label={label}
      size="large"
      autoComplete="new-password"
      hint={t('newPasswordHint')}
      autoFocus={autoFocus}
      {...form.field('password')}
    />
  );
}
