import { Button, FormProblem, toProblem } from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { KeyRound } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { client } from '../queries.ts';
import { useEnter } from './enter.ts';
import { cancelProof, hasPasskeyAutofill, hasPasskeys, isCancelled, provePasskey } from './passkey-ceremony.ts';
import { t } from './texts.ts';

/** A button for passkeys; where the browser can, it offers them in the e-mail field as well. */
export function PasskeySignIn() {
  const enter = useEnter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function signIn(autofill: boolean): Promise<void> {
    const answer = await provePasskey(await client.startPasskeySignIn({}), autofill);
    await client.signInWithPasskey({ answer });
    enter();
  }

  async function ask(): Promise<void> {
    setProblem(undefined);
    setBusy(true);
    try {
      await signIn(false);
    } catch (error) {
      setProblem(isCancelled(error) ? cancelled() : toProblem(error));
    } finally {
      setBusy(false);
    }
  }

  const offer = useEffectEvent(async () => {
    if (await hasPasskeyAutofill()) await signIn(true);
  });
  useEffect(() => {
    // Nobody asked for this, so only a refusal of the server is worth a word.
    offer().catch((error: unknown) => !isCancelled(error) && setProblem(toProblem(error)));
    return cancelProof;
  }, []);

  if (!hasPasskeys()) return null;
  return (
    <>
      <FormProblem problem={problem} />
      <Button
        size="large"
        wide
        icon={<KeyRound size={16} strokeWidth={1.5} />}
        loading={busy && t('useDevice')}
        onClick={() => void ask()}
      >
        {t('signInPasskey')}
      </Button>
    </>
  );
}

function cancelled(): Problem {
  return { code: 'cancelled', message: t('passkeyCancelled'), status: 0, data: undefined };
}
