import { publicKeyLine, sshKeyName } from '@e-code/git/contract';
import {
  Button,
  Dialog,
  FormProblem,
  ProofCancelled,
  TextArea,
  TextField,
  useForm,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { client, queries } from '../queries.ts';
import { t } from '../texts.ts';

const schema = z.object({ name: sshKeyName, publicKey: publicKeyLine });

/** The public half of a key, and the machine that it is on. */
export function AddKey({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm({
    schema,
    initial: { name: '', publicKey: '' },
    async submit(values) {
      try {
        await withFreshProof(() => client.addSshKey(values));
        await queryClient.invalidateQueries({ queryKey: queries.listSshKeys.key() });
        onClose();
      } catch (error) {
        if (!(error instanceof ProofCancelled)) throw error;
      }
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('addTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form="add-ssh-key" variant="primary" loading={form.submitting}>
            {t('add')}
          </Button>
        </>
      }
    >
      <form id="add-ssh-key" noValidate className="flex flex-col gap-5" onSubmit={(event) => void form.onSubmit(event)}>
        <FormProblem problem={form.problem} />
        <TextField label={t('name')} hint={t('nameHint')} autoComplete="off" {...form.field('name')} />
        <TextArea
          label={t('publicKey')}
          hint={t('publicKeyHint')}
          mono
          spellCheck={false}
          {...form.field('publicKey')}
        />
      </form>
    </Dialog>
  );
}
