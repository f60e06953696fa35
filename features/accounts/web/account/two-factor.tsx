import { secondFactorCode } from '@e-code/accounts/contract';
import type { Profile } from '@e-code/accounts/contract';
import {
  AlertDialog,
  Badge,
  Button,
  CopyField,
  Dialog,
  FormProblem,
  QrCode,
  TextField,
  useForm,
} from '@e-code/kernel/web';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { Section } from '../parts/section.tsx';
import { t } from '../parts/texts.ts';
import { useChange } from '../parts/use-change.ts';
import { client } from '../queries.ts';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Two-factor sign-in: set it up, make other recovery codes, switch it off. */
export function TwoFactor({ profile }: { profile: Profile }) {
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const [codes, setCodes] = useState<readonly string[]>();
  const [leaving, setLeaving] = useState(false);
  const [busy, change] = useChange();
  const begin = () => void change(async () => setSecret(await client.startTwoFactor({})));
  const renew = () => void change(async () => setCodes((await client.renewRecoveryCodes({})).recoveryCodes));
  return (
    <Section title={t('twoFactor')} hint={t('twoFactorHint')}>
      {profile.twoFactor ? (
        <>
          <p className="flex flex-wrap items-center gap-2 text-ui">
            <Badge tone="success">{t('on')}</Badge>
            <span className="text-muted">{t('recoveryCodesLeft', { count: profile.recoveryCodesLeft })}</span>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button loading={busy} onClick={renew}>
              {t('renewCodes')}
            </Button>
            <Button variant="ghost" onClick={() => setLeaving(true)}>
              {t('switchOff')}
            </Button>
          </div>
        </>
      ) : (
        <Button loading={busy} onClick={begin}>
          {t('switchOn')}
        </Button>
      )}
      {secret && (
        <ScanDialog
          {...secret}
          onClose={() => setSecret(undefined)}
          onCodes={(made) => {
            setSecret(undefined);
            setCodes(made);
          }}
        />
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
      <AlertDialog
        open={leaving}
        onOpenChange={setLeaving}
        title={t('switchOffTitle')}
        confirmLabel={t('switchOff')}
        onConfirm={() => void change(() => client.switchTwoFactorOff({}))}
      >
        {t('switchOffWhy')}
      </AlertDialog>
    </Section>
  );
}

function ScanDialog({
  secret,
  uri,
  onClose,
  onCodes,
}: {
  secret: string;
  uri: string;
  onClose: () => void;
  onCodes: (codes: readonly string[]) => void;
}) {
  const [, change] = useChange();
  const codeField = useRef<HTMLInputElement>(null);
  const form = useForm({
    schema: z.object({ code: secondFactorCode }),
    initial: { code: '' },
    errorFields: { code_refused: 'code' },
    async submit(values) {
      const { recoveryCodes } = await client.finishTwoFactor(values);
      onCodes(recoveryCodes);
      await change(() => Promise.resolve(), t('twoFactorOn'));
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="small"
      title={t('twoFactor')}
      description={t('twoFactorScan')}
      initialFocus={codeField}
    >
      <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-4" noValidate>
        <div className="self-center">
          <QrCode text={uri} label={t('twoFactorQr')} />
        </div>
        <CopyField label={t('twoFactorKey')} value={secret} />
        <FormProblem problem={form.problem} />
        <TextField
          ref={codeField}
          label={t('code')}
          mono
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          {...form.field('code')}
        />
        <Button type="submit" variant="primary" wide loading={form.submitting}>
          {t('switchOn')}
        </Button>
      </form>
    </Dialog>
  );
}
