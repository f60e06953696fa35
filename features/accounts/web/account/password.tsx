import { newPassword } from '@e-code/accounts/contract';
import type { Profile } from '@e-code/accounts/contract';
import { Button, FormProblem, PasswordField, toast, useForm, ProofCancelled, withFreshProof } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { client, queries } from '../queries.ts';

/** Setting or changing the password. */
export function Password({ profile }: { profile: Profile }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title={t('password')} hint={t('passwordHint')}>
      {open ? (
        <PasswordForm email={profile.email} onClose={() => setOpen(false)} />
      ) : (
        <Button onClick={() => setOpen(true)}>{t(profile.hasPassword ? 'changePassword' : 'setPassword')}</Button>
      )}
    </Section>
  );
}

function PasswordForm({ email, onClose }: { email: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema: z.object({ password: newPassword }),
    initial: { password: '' },
    errorFields: { password_common: 'password' },
    async submit(values) {
      try {
        await withFreshProof(() => client.changePassword(values));
      } catch (error) {
        if (error instanceof ProofCancelled) return;
        throw error;
      }
      toast.success(t('passwordChanged'));
      await queryClient.invalidateQueries({ queryKey: queries.key() });
      onClose();
    },
  });
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex w-full max-w-90 flex-col gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label={t('newPassword')}
        autoComplete="new-password"
        hint={t('newPasswordHint')}
        autoFocus
        {...form.field('password')}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={form.submitting}>
          {t('save')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
