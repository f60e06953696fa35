import { email } from '@e-code/accounts/contract';
import {
  Button,
  CopyField,
  Dialog,
  FormProblem,
  TextField,
  useForm,
  ProofCancelled,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { client, queries } from '../queries.ts';
import { t } from './texts.ts';

/** Invites a person and shows the link, as the mail may not leave this installation. */
export function InvitePerson() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" icon={<UserPlus size={16} strokeWidth={1.5} />} onClick={() => setOpen(true)}>
        {t('invite')}
      </Button>
      {open && <InviteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [made, setMade] = useState<{ email: string; link: string }>();
  const form = useForm({
    schema: z.object({ email }),
    initial: { email: '' },
    errorFields: { person_known: 'email' },
    async submit(values) {
      try {
        const { invitation, link } = await withFreshProof(() => client.invite(values));
        setMade({ email: invitation.email, link });
        await queryClient.invalidateQueries({ queryKey: queries.listInvitations.key() });
      } catch (error) {
        if (!(error instanceof ProofCancelled)) throw error;
      }
    },
  });
  return (
    <Dialog open onOpenChange={onClose} title={t('invitePerson')} description={t('inviteHint')}>
      {made ? (
        <div className="flex flex-col gap-4">
          <CopyField label={t('inviteLink', { email: made.email })} value={made.link} hint={t('inviteLinkHint')} />
          <Button className="self-end" onClick={onClose}>
            {t('close')}
          </Button>
        </div>
      ) : (
        <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-4" noValidate>
          <FormProblem problem={form.problem} />
          <TextField label={t('email')} type="email" autoComplete="off" {...form.field('email')} />
          <Button type="submit" variant="primary" className="self-end" loading={form.submitting}>
            {t('invite')}
          </Button>
        </form>
      )}
    </Dialog>
  );
}
