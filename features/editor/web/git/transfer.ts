import { toast, type MenuEntry } from '@e-code/kernel/web';
import type { GitState } from '@e-code/host/contract';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** A fetch of a large repository takes its time; milliseconds. */
const transferTime = 30 * 60_000;

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
  remote: string,
): MenuEntry[] {
  const { client } = repository;
  return [
    {
      label: t('fetch'),
      detail: remote,
      onSelect: () =>
        void repository
          .act(() => client.ask('git.fetch', { remote }, undefined, transferTime))
          .then((answer) => answer && toast.success(t('fetched', { remote }))),
    },
    {
      label: t('pull'),
      detail: remote,
      disabled: branch === null,
      onSelect: () =>
        void repository.step(
          () => client.ask('git.pull', { remote, branch: branch ?? '' }, undefined, transferTime),
          t('pulled', { remote }),
        ),
    },
    {
      label: t('push'),
      detail: remote,
      disabled: branch === null || commit === null,
      onSelect: () =>
        void repository
          .act(() => client.ask('git.push', { remote, branch: branch ?? '' }, undefined, transferTime))
          .then((answer) => answer && toast.success(t('pushed', { branch: branch ?? '', remote }))),
    },
  ];
}
