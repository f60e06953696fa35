import { AlertDialog, toast } from '@e-code/kernel/web';
import { useStore } from '../../parts/store.ts';
import { asHostProblem, remotesClient, type KnownRemote, type RemoteBook } from './remote-book.ts';
import { t } from './texts.ts';

/** What is asked before it is done, because it cannot be taken back. */
export type Question = 'remove' | 'forget' | 'replace';

type QuestionProps = { book: RemoteBook; remote: KnownRemote; question: Question; onClose: () => void };

/** The question before removing a remote, forgetting a host key, or replacing what others pushed. */
export function RemoteQuestions({ book, remote, question, onClose }: QuestionProps) {
  const state = useStore(book.repository.state);
  const branch = state.kind === 'ready' && state.git.repository ? (state.git.branch ?? '') : '';
  const { name, distance } = remote;
  const asked = {
    remove: { title: t('removeTitle', { name }), why: t('removeWhy'), label: t('remove') },
    forget: { title: t('forgetHostTitle', { name }), why: t('forgetHostWhy'), label: t('forgetHost') },
    replace: {
      title: t('replaceTitle', { branch, name }),
      why: t('replaceWhy', { count: distance?.behind ?? 0 }),
      label: t('replace'),
    },
  }[question];
  const work = { remove: () => book.remove(remote), forget: () => forget(book, remote), replace: () => replace() };
  function replace(): Promise<void> {
    // The push tells by itself how it ended; the question is answered.
    void book.push(remote, branch, distance?.commit);
    return Promise.resolve();
  }
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={asked.title}
      confirmLabel={asked.label}
      onConfirm={() => work[question]().catch((error: unknown) => Promise.reject(asHostProblem(error)))}
    >
      {asked.why}
    </AlertDialog>
  );
}

async function forget(book: RemoteBook, { id = '', name }: KnownRemote): Promise<void> {
  await remotesClient.changeRemote({ projectId: book.projectId, remoteId: id, forgetHostKeys: true });
  toast.success(t('forgotten', { name }));
  await book.load();
}
