import { Button, FormProblem, toProblem, useNavigation } from '@e-code/kernel/web';
import type { Problem } from '@e-code/kernel/web';
import { Building2 } from 'lucide-react';
import { useState } from 'react';
import { client } from '../queries.ts';
import { ownPath } from './enter.ts';
import { t } from './texts.ts';

/** Leads to the identity provider that the operator set up. */
export function ProviderSignIn({ provider }: { provider: string }) {
  const { search } = useNavigation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function leave(): Promise<void> {
    setBusy(true);
    try {
      const { address } = await client.startProviderSignIn({ next: ownPath(search.get('next')) });
      location.assign(address);
    } catch (error) {
      setProblem(toProblem(error));
      setBusy(false);
    }
  }

  return (
    <>
      <FormProblem problem={problem} />
      <Button
        size="large"
        wide
        icon={<Building2 size={16} strokeWidth={1.5} />}
        loading={busy}
        onClick={() => void leave()}
      >
        {t('continueWith', { provider })}
      </Button>
    </>
  );
}
