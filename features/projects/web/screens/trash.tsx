import {
  AlertDialog,
  Button,
  EmptyState,
  QueryError,
  Skeleton,
  toast,
  toProblem,
  ProofCancelled,
  withFreshProof,
} from '@e-code/kernel/web';
import { useQueryClient } from '@tanstack/react-query';
import { Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { renewLists } from '../actions/cached-lists.ts';
import { useProjectActions } from '../actions/use-project-actions.ts';
import { LanguageMark } from '../parts/language-mark.tsx';
import { useProjectPages } from '../parts/use-project-pages.ts';
import type { ProjectPages } from '../parts/use-project-pages.ts';
import { client } from '../queries.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';

/** What was deleted within the last 30 days. */
export function Trash() {
  const pages = useProjectPages({ filter: 'trash' });
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 px-4 py-8">
      <div>
        <h1 className="text-heading font-semibold">{t('trash')}</h1>
        <p className="text-ui text-muted">{t('trashHint')}</p>
      </div>
      <TrashContent pages={pages} />
    </div>
  );
}

function TrashContent({ pages }: { pages: ProjectPages }) {
  const { restore } = useProjectActions();
  const [deleting, setDeleting] = useState<ListedProject>();
  if (pages.isPending) return <Skeleton className="h-14" />;
  if (pages.isError) {
    return <QueryError error={pages.error} title={t('trashFailed')} onRetry={() => void pages.refetch()} />;
  }
  if (pages.projects.length === 0) {
    return (
      <EmptyState icon={<Trash2 size={20} strokeWidth={1.5} />} title={t('trashEmpty')}>
        {t('trashEmptyWhy')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul
        aria-label={t('trash')}
        className="divide-y divide-line overflow-hidden rounded-panel border border-line bg-raised"
      >
        {pages.projects.map((project) => (
          <TrashedRow
            key={project.id}
            project={project}
            onRestore={() => void restore(project)}
            onDelete={() => setDeleting(project)}
          />
        ))}
      </ul>
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{t('loadMore')}</Button>}
      {deleting && <DeleteDialog project={deleting} onClose={() => setDeleting(undefined)} />}
    </>
  );
}

function TrashedRow(props: { project: ListedProject; onRestore: () => void; onDelete: () => void }) {
  const { project, onRestore, onDelete } = props;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2.5">
      <LanguageMark language={project.language} />
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate text-body font-medium" title={project.name}>
          {project.name}
        </p>
        <p className="text-small text-muted">{timeLeft(project.trashedAt)}</p>
      </div>
      <div className="flex gap-2">
        <Button size="small" icon={<Undo2 size={16} strokeWidth={1.5} />} onClick={onRestore}>
          {t('restore')}
        </Button>
        <Button size="small" variant="ghost" onClick={onDelete}>
          {t('deleteForever')}
        </Button>
      </div>
    </li>
  );
}

const DAY = 24 * 60 * 60_000;
const TRASH_DAYS = 30;

function timeLeft(trashedAt: string | null): string {
  const since = trashedAt === null ? 0 : Date.now() - new Date(trashedAt).getTime();
  const count = Math.ceil(TRASH_DAYS - since / DAY);
  return count <= 0 ? t('purgedToday') : t('purgedIn', { count });
}

function DeleteDialog({ project, onClose }: { project: ListedProject; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = async () => {
    try {
      await withFreshProof(() => client.remove({ projectId: project.id, name: project.name }));
    } catch (error) {
      if (error instanceof ProofCancelled) return;
      throw new Error(toProblem(error).message, { cause: error });
    }
    await renewLists(queryClient);
    toast.success(t('deleted', { name: project.name }));
  };
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={t('deleteTitle', { name: project.name })}
      confirmLabel={t('deleteForever')}
      confirmName={project.name}
      onConfirm={remove}
    >
      {t('deleteWhat')}
    </AlertDialog>
  );
}
