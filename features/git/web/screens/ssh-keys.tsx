import type { SshKey } from '@e-code/git/contract';
import { AlertDialog, Button, EmptyState, QueryError, Skeleton, toast, toProblem } from '@e-code/kernel/web';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeySquare, Plus } from 'lucide-react';
import { useState } from 'react';
import { AddKey } from '../parts/add-key.tsx';
import { KeyRow } from '../parts/key-row.tsx';
import { ServerNotice } from '../parts/server-notice.tsx';
import { client, queries } from '../queries.ts';
import { t } from '../texts.ts';

/** A person's SSH keys: where each is, when it was used, and how to end it. */
export function SshKeys() {
  const { data, isError, isPending, error, refetch } = useQuery(queries.listSshKeys.queryOptions({ input: {} }));
  const [adding, setAdding] = useState(false);
  const addButton = (
    <Button variant="primary" icon={<Plus size={16} strokeWidth={1.5} />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <div className="mx-auto flex w-full max-w-220 flex-col gap-6 px-5 py-8">
      <header className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-heading font-semibold">{t('title')}</h1>
          <p className="mt-1 text-body text-muted">{t('hint')}</p>
        </div>
        {data && data.keys.length > 0 && addButton}
      </header>
      {isError && <QueryError error={error} title={t('failed')} onRetry={() => void refetch()} />}
      {isPending && <Skeleton className="h-40 w-full" />}
      {data?.keys.length === 0 && (
        <EmptyState icon={<KeySquare size={20} strokeWidth={1.5} />} title={t('empty')} action={addButton}>
          {t('emptyWhy')}
        </EmptyState>
      )}
      {data && data.keys.length > 0 && <KeyList keys={data.keys} />}
      {data && <ServerNotice server={data.server} />}
      {adding && <AddKey onClose={() => setAdding(false)} />}
    </div>
  );
}

function KeyList({ keys }: { keys: readonly SshKey[] }) {
  const queryClient = useQueryClient();
  const [removing, setRemoving] = useState<SshKey>();
  async function remove(): Promise<void> {
    if (removing === undefined) return;
    try {
      await client.removeSshKey({ id: removing.id });
      toast.success(t('removed'));
    } catch (error) {
      toast.error(toProblem(error).message);
    }
    await queryClient.invalidateQueries({ queryKey: queries.listSshKeys.key() });
  }
  return (
    <>
      <ul
        aria-label={t('title')}
        className="divide-y divide-line overflow-hidden rounded-panel border border-line bg-raised"
      >
        {keys.map((key) => (
          <KeyRow key={key.id} sshKey={key} onRemove={() => setRemoving(key)} />
        ))}
      </ul>
      <AlertDialog
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        title={t('removeTitle', { name: removing?.name ?? '' })}
        confirmLabel={t('remove')}
        onConfirm={() => void remove()}
      >
        {t('removeWhy')}
      </AlertDialog>
    </>
  );
}
