import type { MenuEntry } from '@e-code/kernel/web';
import type { GitState } from '@e-code/host/contract';
import type { KnownRemote, RemoteBook } from './remotes/remote-book.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** What is under way with a remote. */
export interface Transfer {
  /** Of the remote. */
  readonly name: string;
  readonly stage: string;
  /** 0..1; null while it is not known. */
  readonly value: number | null;
}

/** Fetch, pull and push with each remote. */
export function transferEntries(
  repository: Repository,
  git: Extract<GitState, { repository: true }>,
  remotes: readonly string[],
): MenuEntry[] {
  const upstream = git.upstream?.split('/')[0];
  const usual = remotes.find((name) => name === upstream) ?? remotes[0];
  if (usual === undefined) return [];
  const others = remotes.filter((name) => name !== usual);
  return [
    ...entriesOf(repository, git, usual),
    ...others.map((name) => ({ label: name, entries: entriesOf(repository, git, name) })),
    'separator',
  ];
}

function entriesOf(
  repository: Repository,
  { branch, commit }: Extract<GitState, { repository: true }>,
  name: string,
): MenuEntry[] {
  const run = (work: (book: RemoteBook, remote: KnownRemote) => Promise<void>) => () =>
    void withRemote(repository, name, work);
  return [
    { label: t('fetch'), detail: name, onSelect: run((book, remote) => book.fetch(remote)) },
    {
      label: t('pull'),
      detail: name,
      disabled: branch === null,
      onSelect: run((book, remote) => book.pull(remote, branch ?? '')),
    },
    {
      label: t('push'),
      detail: name,
      disabled: branch === null || commit === null,
      onSelect: run((book, remote) => book.push(remote, branch ?? '')),
    },
  ];
}

/** The platform knows how to get in at some of them, so it is asked first. */
async function withRemote(
  repository: Repository,
  name: string,
  work: (book: RemoteBook, remote: KnownRemote) => Promise<void>,
): Promise<void> {
  const { bookOf } = await import('./remotes/remote-book.ts');
  const book = bookOf(repository);
  const remote = await repository.act(() => book.find(name));
  if (remote) await work(book, remote);
}
