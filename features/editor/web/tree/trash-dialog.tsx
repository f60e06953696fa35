import {
  Button,
  Dialog,
  EmptyState,
  ErrorState,
  formatRelative,
  IconButton,
  Skeleton,
  toast,
} from '@e-code/kernel/web';
import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { toHostProblem } from '../host/problem.ts';
import { baseName } from '../parts/paths.ts';
import { t } from '../texts.ts';
import { useWorkspace } from '../workspace/context.ts';

type Deletion = { readonly undo: string; readonly time: number; readonly paths: readonly string[] };

/** What was deleted and can come back. */
export function TrashDialog({ onClose }: { onClose: () => void }) {
  const { client, project, tree } = useWorkspace();
  const query = useQuery({
    queryKey: ['editor', 'trash', project.id],
    queryFn: () => client.ask('files.trash', {}),
    retry: false,
    gcTime: 0,
  });
  const deletions = query.data?.deletions;

  async function act(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      toast.error(toHostProblem(error).message);
    }
    await query.refetch();
  }
  const restore = (undo: string) =>
    act(async () => {
      const { restored } = await client.ask('files.restore', { undo });
      tree.changed(restored.map((path) => ({ path, kind: 'create' })));
      toast.success(t('restored', { count: restored.length }));
    });
  const empty = (undo?: string) => act(() => client.ask('files.emptyTrash', undo === undefined ? {} : { undo }));

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('recentlyDeleted')}
      description={t('recentlyDeletedHint')}
      footer={
        deletions !== undefined &&
        deletions.length > 0 && (
          <Button variant="danger" onClick={() => void empty()}>
            {t('deleteAllForGood')}
          </Button>
        )
      }
    >
      {query.error && <ErrorState title={t('cannotListTrash')}>{toHostProblem(query.error).message}</ErrorState>}
      {query.isPending && <Skeleton className="h-16 w-full" />}
      {deletions?.length === 0 && (
        <EmptyState icon={<Trash2 size={20} strokeWidth={1.5} />} title={t('nothingDeleted')}>
          {t('nothingDeletedHint')}
        </EmptyState>
      )}
      {deletions !== undefined && deletions.length > 0 && (
        <ul aria-label={t('recentlyDeleted')} className="flex flex-col divide-y divide-line">
          {deletions.map((deletion) => (
            <Line
              key={deletion.undo}
              deletion={deletion}
              onRestore={() => void restore(deletion.undo)}
              onDelete={() => void empty(deletion.undo)}
            />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

type LineProps = { deletion: Deletion; onRestore: () => void; onDelete: () => void };

function Line({ deletion: { paths, time }, onRestore, onDelete }: LineProps) {
  const [first = ''] = paths;
  const name = paths.length === 1 ? first : t('andOthers', { name: baseName(first), count: paths.length - 1 });
  return (
    <li className="flex items-center gap-2 py-2">
      <div className="min-w-0 flex-1">
        <p className="truncate" title={paths.slice(0, 20).join('\n')}>
          {name}
        </p>
        <p className="text-small text-muted">{formatRelative(time)}</p>
      </div>
      <Button size="small" onClick={onRestore}>
        {t('restore')}
      </Button>
      <IconButton label={t('deleteForGood')} danger icon={<Trash2 size={16} strokeWidth={1.5} />} onClick={onDelete} />
    </li>
  );
}
