import { secondFactorCode } from '@e-code/accounts/contract';
import {
  Button,
  Dialog,
  FormProblem,
  PasswordField,
  TextField,
  toProblem,
  useForm,
  proofStore,
} from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { client, queries } from '../queries.ts';
import { isCancelled, provePasskey } from './passkey-ceremony.ts';
import { t } from './texts.ts';

/** Asks who it is, when `withFreshProof` waits for it. */
export function ConfirmIdentity() {
  const waiting = useSyncExternalStore(proofStore.subscribe, proofStore.current);
  return (
    <Dialog
      open={waiting !== undefined}
      onOpenChange={(open) => !open && waiting?.cancel()}
      size="small"
      title={t('confirmTitle')}
      description={t('confirmWhy')}
    >
      {waiting && <Ways onDone={waiting.done} />}
    </Dialog>
  );
}

/** What the account has: each of them is proof enough. */
function Ways({ onDone }: { onDone: () => void }) {
  const { data: profile } = useQuery(queries.readProfile.queryOptions({ input: {} }));
  const { data: options } = useQuery(queries.signInOptions.queryOptions({ input: {} }));
  if (profile === undefined) return null;
  return (
    <div className="flex flex-col gap-4">
      {profile.hasPassword && <ByPassword email={profile.email} onDone={onDone} />}
      {!profile.hasPassword && profile.twoFactor && <ByCode onDone={onDone} />}
      {profile.passkeys.length > 0 && <ByPasskey onDone={onDone} />}
      {options?.provider && profile.identities.length > 0 && <ByProvider provider={options.provider} />}
    </div>
  );
}

function ByPassword({ email, onDone }: { email: string; onDone: () => void }) {
  const form = useForm({
    schema: z.object({ password: z.string().min(1, 'Enter your password.') }),
    initial: { password: '' },
    errorFields: { password_wrong: 'password' },
    async submit(values) {
      await client.confirmWithPassword(values);
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordField label={t('password')} autoComplete="current-password" autoFocus {...form.field('password')} />
      <Button type="submit" variant="primary" wide loading={form.submitting}>
        {t('confirm')}
      </Button>
    </form>
  );
}

function ByCode({ onDone }: { onDone: () => void }) {
  const form = useForm({
    schema: z.object({ code: secondFactorCode }),
    initial: { code: '' },
    errorFields: { code_refused: 'code' },
    async submit(values) {
      await client.confirmWithCode(values);
      onDone();
    },
  });
  return (
    <form onSubmit={(event) => void form.onSubmit(event)} className="flex flex-col gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <TextField label={t('code')} hint={t('codeHint')} autoComplete="one-time-code" mono {...form.field('code')} />
      <Button type="submit" variant="primary" wide loading={form.submitting}>
        {t('confirmCode')}
      </Button>
    </form>
  );
}

function ByPasskey({ onDone }: { onDone: () => void }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  async function prove(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await provePasskey(await client.startPasskeyConfirmation({}));
      await client.confirmWithPasskey({ answer });
      onDone();
    } catch (error) {
      if (!isCancelled(error)) setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <FormProblem problem={problem} />
      <Button wide icon={<KeyRound size={16} strokeWidth={1.5} />} loading={busy} onClick={() => void prove()}>
        {t('confirmPasskey')}
      </Button>
    </>
  );
}

function ByProvider({ provider }: { provider: string }) {
  const [problem, setProblem] = useState<Problem>();
  async function leave(): Promise<void> {
    try {
      const { address } = await client.startProviderConfirmation({ next: location.pathname });
      location.assign(address);
    } catch (error) {
      setProblem(toProblem(error));
    }
  }
  return (
    <>
      <FormProblem problem={problem} />
      <Button wide onClick={() => void leave()}>
        {t('confirmProvider', { provider })}
      </Button>
    </>
  );
}
