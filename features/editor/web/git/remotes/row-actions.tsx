import { Button, IconButton, Menu } from '@e-code/kernel/web';
import { Ellipsis } from 'lucide-react';
import { useStore } from '../../parts/store.ts';
import { useWorkspace } from '../../workspace/context.ts';
import type { Question } from './questions.tsx';
import { isDiverged, type KnownRemote, type RemoteBook } from './remote-book.ts';
import type { Place } from './remotes-dialog.tsx';
import { rowEntries } from './row-entries.ts';
import { t } from './texts.ts';

type ActionsProps = {
  book: RemoteBook;
  remote: KnownRemote;
  go: (place: Place) => void;
  ask: (question: Question) => void;
};

/** Fetch, pull and push with a remote, and the rest in a menu; nothing for people who only look on. */
export function RowActions({ book, remote, go, ask }: ActionsProps) {
  const { rights } = useWorkspace();
  const state = useStore(book.repository.state);
  if (!rights.git) return null;
  const more = (
    <IconButton size="small" label={t('more', { name: remote.name })} icon={<Ellipsis size={16} strokeWidth={1.5} />} />
  );
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {state.kind === 'ready' && state.git.repository && (
        <TransferButtons book={book} remote={remote} branch={state.git.branch} commit={state.git.commit} />
      )}
      <Menu align="end" trigger={more} entries={rowEntries(book, remote, { go, ask })} />
    </div>
  );
}

type ButtonsProps = {
  book: RemoteBook;
  remote: KnownRemote;
  /** Null while none is checked out. */
  branch: string | null;
  /** Null before the first commit. */
  commit: string | null;
};

function TransferButtons({ book, remote, branch, commit }: ButtonsProps) {
  const busy = useStore(book.repository.transfer) !== undefined;
  const push = (): void => void (branch !== null && book.push(remote, branch));
  return (
    <>
      <Button size="small" disabled={busy} onClick={() => void book.fetch(remote)}>
        {t('fetch')}
      </Button>
      <PullButton book={book} remote={remote} branch={branch} />
      <Button size="small" disabled={busy || branch === null || commit === null} onClick={push}>
        {t('push')}
      </Button>
    </>
  );
}

/** Asks how when both sides have commits. */
function PullButton({ book, remote, branch }: Omit<ButtonsProps, 'commit'>) {
  const busy = useStore(book.repository.transfer) !== undefined;
  const pull = (rebase: boolean): void => void (branch !== null && book.pull(remote, branch, rebase));
  const disabled = busy || branch === null;
  if (!isDiverged(remote.distance)) {
    return (
      <Button size="small" disabled={disabled} onClick={() => pull(false)}>
        {t('pull')}
      </Button>
    );
  }
  return (
    <Menu
      trigger={
        <Button size="small" disabled={disabled}>
          {t('pull')}
        </Button>
      }
      entries={[
        { label: t('pullMerge'), onSelect: () => pull(false) },
        { label: t('pullRebase'), onSelect: () => pull(true) },
      ]}
    />
  );
}
