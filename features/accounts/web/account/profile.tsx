import { fullName } from '@e-code/accounts/contract';
import type { Profile } from '@e-code/accounts/contract';
import { Button, FormProblem, TextField, useForm } from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { EmailAddress } from './email-address.tsx';
import { Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client } from '../queries.ts';

/** Name and address. */
export function ProfileSection({ profile }: { profile: Profile }) {
  const [, change] = useChange();
  const queryClient = useQueryClient();
  const form = useForm({
    schema: z.object({ name: fullName }),
    initial: { name: profile.name },
    async submit(values) {
      // The shell shows the name as well, so everything that was read is read again.
      if (await change(() => client.changeProfile(values), t('nameSaved'))) await queryClient.invalidateQueries();
    },
  });
  return (
    <Section title={t('profile')}>
      <form onSubmit={(event) => void form.onSubmit(event)} className="flex w-full max-w-90 flex-col gap-4" noValidate>
        <FormProblem problem={form.problem} />
        <TextField label={t('name')} autoComplete="name" {...form.field('name')} />
        {form.dirty && (
          <Button type="submit" variant="primary" className="self-start" loading={form.submitting}>
            {t('save')}
          </Button>
        )}
      </form>
      <EmailAddress profile={profile} />
    </Section>
  );
}
