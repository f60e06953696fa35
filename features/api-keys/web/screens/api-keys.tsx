import type { ApiKey } from '@e-code/api-keys/contract';
import { AlertDialog, Button, EmptyState, QueryError, Skeleton, toast, toProblem } from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { KeyRow } from '../parts/key-row.tsx';
import { MakeKey } from '../parts/make-key.tsx';
import { MadeKey } from '../parts/made-key.tsx';
import type { Made } from '../parts/made-key.tsx';
import { client, queries } from '../queries.ts';
import { t } from '../texts.ts';

/** A person's API keys: what each may do, when it was used, and how to end it. */
export function ApiKeys() {
  const keys = useQuery(queries.list.queryOptions({ input: {} }));
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const makeButton = (
    <Button variant="primary" icon={<Plus size={16} strokeWidth={1.5} />} onClick={() => setMaking(true)}>
      {t('make')}
    </Button>
  );
  return (
    <div className="mx-auto w-full max-w-220 px-5 py-8">
      <header className="mb-6 flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-heading font-semibold">{t('title')}</h1>
          <p className="mt-1 text-body text-muted">{t('hint')}</p>
        </div>
        {keys.data && keys.data.length > 0 && makeButton}
      </header>
      {keys.isError && <QueryError error={keys.error} title={t('failed')} onRetry={() => void keys.refetch()} />}
      {keys.isPending && <Skeleton className="h-40 w-full" />}
      {keys.data?.length === 0 && (
        <EmptyState icon={<KeyRound size={20} strokeWidth={1.5} />} title={t('empty')} action={makeButton}>
          {t('emptyWhy')}
        </EmptyState>
      )}
      {keys.data && keys.data.length > 0 && <KeyList keys={keys.data} />}
      {making && (
        <MakeKey
          onClose={() => setMaking(false)}
          onMade={(result) => {
            setMaking(false);
            setMade(result);
          }}
        />
      )}
      {made && <MadeKey made={made} onClose={() => setMade(undefined)} />}
    </div>
  );
}

function KeyList({ keys }: { keys: readonly ApiKey[] }) {
  const queryClient = useQueryClient();
  const [revoking, setRevoking] = useState<ApiKey>();
  async function revoke(): Promise<void> {
    if (revoking === undefined) return;
    try {
      await client.revoke({ id: revoking.id });
      toast.success(t('revoked'));
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await queryClient.invalidateQueries({ queryKey: queries.list.key() });
  }
  return (
    <>
      <ul
        aria-label={t('title')}
        className="divide-y divide-line overflow-hidden rounded-panel border border-line bg-raised"
      >
        {keys.map((key) => (
          <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoking(key)} />
        ))}
      </ul>
      <AlertDialog
        open={revoking !== undefined}
        onOpenChange={() => setRevoking(undefined)}
        title={t('revokeTitle', { name: revoking?.name ?? '' })}
        confirmLabel={t('revoke')}
        onConfirm={() => void revoke()}
      >
        {t('revokeWhy')}
      </AlertDialog>
    </>
  );
}
