import { email } from '@e-code/accounts/contract';
import type { Profile } from '@e-code/accounts/contract';
import {
  Badge,
  Button,
  FormProblem,
  ProofCancelled,
  TextField,
  toast,
  useForm,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client, queries } from '../queries.ts';

/** The address of the account: whether it is confirmed, and how to have another one. */
export function EmailAddress({ profile }: { profile: Profile }) {
  const [sending, change] = useChange();
  const [open, setOpen] = useState(false);
  if (open) return <EmailForm onClose={() => setOpen(false)} />;
  return (
    <div className="flex flex-col items-start gap-2 text-ui">
      <h3 className="font-medium">{t('email')}</h3>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="break-all">{profile.email}</span>
        <Badge {...(profile.emailVerified && { tone: 'success' })}>
          {t(profile.emailVerified ? 'emailVerified' : 'emailUnverified')}
        </Badge>
      </div>
      <div className="flex flex-wrap gap-2">
        {!profile.emailVerified && (
          <Button
            size="small"
            loading={sending}
            onClick={() => void change(() => client.sendEmailVerification({}), t('verificationSent'))}
          >
            {t('sendVerification')}
          </Button>
        )}
        <Button size="small" onClick={() => setOpen(true)}>
          {t('changeEmail')}
        </Button>
      </div>
    </div>
  );
}

function EmailForm({ onClose }: { onClose: () => void }) {
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  const form = useForm({
    schema: z.object({ email }),
    initial: { email: '' },
    errorFields: { email_same: 'email' },
    async submit(values) {
      try {
        await withFreshProof(() => client.askEmailChange(values));
      } catch (error) {
        if (error instanceof ProofCancelled) return;
        throw error;
      }
      // Where no mail server is set up, nothing is on its way.
      toast.success(t(options?.mail === 'outbox' ? 'changeEmailKept' : 'changeEmailSent', values));
      onClose();
    },
  });
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex w-full max-w-90 flex-col gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <TextField
        label={t('newEmail')}
        type="email"
        autoComplete="email"
        autoCapitalize="off"
        hint={t('changeEmailHint')}
        autoFocus
        {...form.field('email')}
      />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={form.submitting}>
          {t('sendReset')}
        </Button>
        <Button variant="ghost" onClick={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
