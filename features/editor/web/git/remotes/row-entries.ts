import type { MenuEntry } from '@e-code/kernel/web';
import type { Question } from './questions.tsx';
import type { KnownRemote, RemoteBook } from './remote-book.ts';
import type { Place } from './remotes-dialog.tsx';
import { t } from './texts.ts';

/** What can be done with one remote beside fetching, pulling and pushing. */
export function rowEntries(
  book: RemoteBook,
  remote: KnownRemote,
  { go, ask }: { go: (place: Place) => void; ask: (question: Question) => void },
): MenuEntry[] {
  const { name, id, details, distance } = remote;
  const remove: MenuEntry = { label: t('remove'), danger: true, onSelect: () => ask('remove') };
  const form = (): void => go({ kind: 'form', remote });
  const guest = book.repository.workspace.project.guest;
  if (id === undefined) return guest ? [remove] : [{ label: t('withCredential'), onSelect: form }, 'separator', remove];
  return [
    { label: t('test'), onSelect: () => void book.tryOut(remote) },
    { label: t('change'), onSelect: form },
    ...(details?.credential === 'key' ? [{ label: t('showKey'), onSelect: () => go({ kind: 'key', name }) }] : []),
    ...(details !== undefined && details.hostKeys.length > 0
      ? [{ label: t('forgetHost'), onSelect: () => ask('forget') }]
      : []),
    'separator',
    ...(distance !== null && distance.behind > 0
      ? [{ label: t('replace'), danger: true, onSelect: () => ask('replace') }]
      : []),
    remove,
  ];
}
