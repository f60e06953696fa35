import { Button, Dialog, EmptyState, ErrorState, Skeleton } from '@e-code/kernel/web';
import { Cloud, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from '../../parts/store.ts';
import { useWorkspace } from '../../workspace/context.ts';
import type { Repository } from '../repository.ts';
import { DeployKey } from './deploy-key.tsx';
import { bookOf, type KnownRemote, type RemoteBook } from './remote-book.ts';
import { RemoteForm } from './remote-form.tsx';
import { RemoteRow } from './remote-row.tsx';
import { t } from './texts.ts';

/** What the dialog shows: the list, a form for a new or a known remote, or a deploy key to paste somewhere. */
export type Place =
  | { readonly kind: 'list' }
  | { readonly kind: 'form'; readonly remote: KnownRemote | undefined }
  | { readonly kind: 'key'; readonly name: string };

/** Where a project is fetched from and pushed to: all remotes, their credentials, and what can be done with each. */
export function RemotesDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const book = bookOf(repository);
  const [place, setPlace] = useState<Place>({ kind: 'list' });
  useEffect(() => void book.load(), [book]);
  if (place.kind === 'form') return <RemoteForm book={book} remote={place.remote} go={setPlace} />;
  if (place.kind === 'key') return <DeployKey book={book} name={place.name} go={setPlace} />;
  return (
    <Dialog
      open
      size="large"
      title={t('title')}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          <AddButton book={book} go={setPlace} />
        </>
      }
    >
      <List book={book} go={setPlace} />
    </Dialog>
  );
}

type PartProps = { book: RemoteBook; go: (place: Place) => void };

function AddButton({ book, go }: PartProps) {
  const { rights, project } = useWorkspace();
  const listed = useStore(book.listed);
  if (!rights.git || project.guest || listed.kind !== 'ready') return null;
  return (
    <Button
      variant="primary"
      icon={<Plus size={16} strokeWidth={1.5} />}
      onClick={() => go({ kind: 'form', remote: undefined })}
    >
      {t('add')}
    </Button>
  );
}

function List({ book, go }: PartProps) {
  const listed = useStore(book.listed);
  if (listed.kind === 'loading') return <Skeleton className="h-24" />;
  if (listed.kind === 'problem') {
    return (
      <ErrorState title={t('cannotLoad')} action={<Button onClick={() => void book.load()}>{t('tryAgain')}</Button>}>
        {listed.sentence}
      </ErrorState>
    );
  }
  if (listed.remotes.length === 0) {
    return (
      <EmptyState icon={<Cloud size={20} strokeWidth={1.5} />} title={t('none')}>
        {t('noneHint')}
      </EmptyState>
    );
  }
  return (
    <ul aria-label={t('title')} className="divide-y divide-line rounded-panel border border-line bg-raised">
      {listed.remotes.map((remote) => (
        <RemoteRow key={remote.name} book={book} remote={remote} go={go} />
      ))}
    </ul>
  );
}
