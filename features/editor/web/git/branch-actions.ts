import { toast, type MenuEntry } from '@e-code/kernel/web';
import type { Branch } from '@e-code/host/contract';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** A branch of a remote is switched to by the branch of here that follows it; git makes that when it is not there. */
export function switchTo(repository: Repository, { name, remote }: Branch): Promise<unknown> {
  const to = remote ? name.slice(name.indexOf('/') + 1) : name;
  return repository.act(() => repository.client.ask('git.switch', { to }));
}

export type BranchDialog = { readonly kind: 'rename' | 'create'; readonly branch: Branch };

/** What can be done with a branch. `current`: the branch that merges and rebases act on. */
export function branchEntries(
  repository: Repository,
  branch: Branch,
  { current, open }: { current: string | null; open: (dialog: BranchDialog) => void },
): MenuEntry[] {
  const { name } = branch;
  const { client } = repository;
  const onto = current ?? 'HEAD';
  const entries: MenuEntry[] = [];
  if (!branch.current) {
    entries.push(
      { label: t('switchTo'), onSelect: () => void switchTo(repository, branch) },
      {
        label: t('merge', { branch: onto }),
        onSelect: () => void repository.step(() => client.ask('git.merge', { revision: name }), t('merged', { name })),
      },
      {
        label: t('rebase', { branch: onto }),
        onSelect: () => void repository.step(() => client.ask('git.rebase', { onto: name }), t('rebased', { name })),
      },
    );
  }
  entries.push({ label: t('createBranchAt'), onSelect: () => open({ kind: 'create', branch }) });
  if (!branch.remote) entries.push({ label: t('rename'), onSelect: () => open({ kind: 'rename', branch }) });
  if (!branch.remote && !branch.current) {
    entries.push('separator', {
      label: t('delete'),
      danger: true,
      onSelect: () => void deleteBranch(repository, name),
    });
  }
  return entries;
}

async function deleteBranch(repository: Repository, name: string): Promise<void> {
  const { client } = repository;
  const answer = await repository.act(() => client.ask('git.deleteBranch', { name }));
  if (!answer) return;
  toast.undo(t('branchDeleted', { name }), async () => {
    await client.ask('git.createBranch', { name, from: answer.commit, switch: false });
    await repository.refresh();
  });
}

/** Deletes a tag; the toast makes it again, with its message where it had one. */
export async function deleteTag(repository: Repository, name: string): Promise<void> {
  const { client } = repository;
  const answer = await repository.act(() => client.ask('git.deleteTag', { name }));
  if (!answer) return;
  toast.undo(t('tagDeleted', { name }), async () => {
    // An annotated tag is an object, and a name that points to the object is the tag again.
    await client.ask('git.createTag', { name, at: answer.commit });
    await repository.refresh();
  });
}
