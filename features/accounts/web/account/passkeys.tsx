import { fullName } from '@e-code/accounts/contract';
import type { Passkey } from '@e-code/accounts/contract';
import {
  AlertDialog,
  Badge,
  Button,
  Dialog,
  FormProblem,
  formatDate,
  formatRelative,
  ProofCancelled,
  TextField,
  toast,
  toProblem,
  useForm,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { z } from 'zod';
import { hasPasskeys, isCancelled, makePasskey } from '../parts/passkey-ceremony.ts';
import { Row, Rows, Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client, queries } from '../queries.ts';

/** The person's passkeys: add, rename, remove. */
export function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const [renaming, setRenaming] = useState<Passkey>();
  const [removing, setRemoving] = useState<Passkey>();
  const [, change] = useChange();
  return (
    <Section title={t('passkeys')}>
      {passkeys.length === 0 && <p className="text-ui text-muted">{t('noPasskeys')}</p>}
      {passkeys.length > 0 && (
        <Rows label={t('passkeys')}>
          {passkeys.map((passkey) => (
            <Row
              key={passkey.id}
              title={
                <>
                  {passkey.name} {passkey.synced && <Badge>{t('synced')}</Badge>}
                </>
              }
              detail={`${t('since', { date: formatDate(passkey.createdAt) })} · ${
                passkey.lastUsedAt === null
                  ? t('neverUsed')
                  : t('lastUsed', { when: formatRelative(passkey.lastUsedAt) })
              }`}
            >
              <Button size="small" variant="ghost" onClick={() => setRenaming(passkey)}>
                {t('rename')}
              </Button>
              <Button size="small" variant="ghost" onClick={() => setRemoving(passkey)}>
                {t('remove')}
              </Button>
            </Row>
          ))}
        </Rows>
      )}
      {hasPasskeys() && <AddPasskey />}
      {renaming && <RenamePasskey passkey={renaming} onClose={() => setRenaming(undefined)} />}
      <AlertDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={t('removePasskeyTitle', { name: removing?.name ?? '' })}
        confirmLabel={t('remove')}
        onConfirm={() => {
          const id = removing?.id;
          if (id !== undefined) void change(() => client.removePasskey({ id }));
        }}
      >
        {t('removePasskeyWhy')}
      </AlertDialog>
    </Section>
  );
}

function AddPasskey() {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [, change] = useChange();
  async function add(): Promise<void> {
    setBusy(true);
    try {
      const challenge = await withFreshProof(() => client.startPasskey({}));
      const answer = await makePasskey(challenge);
      await change(() => client.addPasskey({ name: deviceName(), answer }), t('passkeyAdded'));
      await queryClient.invalidateQueries({ queryKey: queries.key() });
    } catch (error) {
      if (!isCancelled(error) && !(error instanceof ProofCancelled)) toast.error(toProblem(error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button icon={<Plus size={16} strokeWidth={1.5} />} loading={busy && t('useDevice')} onClick={() => void add()}>
      {t('addPasskey')}
    </Button>
  );
}

/** A first name for a passkey, after the system it was made on; it can be changed. */
function deviceName(): string {
  const system = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/.exec(navigator.userAgent)?.[0];
  if (system === undefined) return t('passkey');
  return system === 'Macintosh' ? 'Mac' : system;
}

function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const [, change] = useChange();
  const form = useForm({
    schema: z.object({ name: fullName }),
    initial: { name: passkey.name },
    async submit({ name }) {
      if (await change(() => client.renamePasskey({ id: passkey.id, name }))) onClose();
    },
  });
  return (
    <Dialog open onOpenChange={onClose} size="small" title={t('rename')}>
      <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-4" noValidate>
        <FormProblem problem={form.problem} />
        <TextField label={t('passkeyName')} hint={t('passkeyNameHint')} autoComplete="off" {...form.field('name')} />
        <Button type="submit" variant="primary" className="self-end" loading={form.submitting}>
          {t('save')}
        </Button>
      </form>
    </Dialog>
  );
}
