import { toast, type MenuEntry } from '@e-code/kernel/web';
import type { Branch } from '@e-code/host/contract';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';

/** A branch of a remote is switched to by the branch of here that follows it; git makes that when it is not there. */
export function switchTo(repository: Repository, { name, remote }: Branch): Promise<unknown> {
  const to = remote ? name.slice(name.indexOf('/') + 1) : name;
  const work = () => repository.client.ask('git.switch', { to });
  return repository.act(work, () => void repository.act(work));
}

export type BranchDialog =
  | { readonly kind: 'rename' | 'create'; readonly branch: Branch }
  /** `only`: how many commits no other branch has. */
  | { readonly kind: 'delete'; readonly branch: Branch; readonly only: number };

type BranchContext = {
  /** The branch that merges and rebases act on. */
  readonly current: string | null;
  /** Something waits for its end, so that nothing else is begun. */
  readonly interrupted: boolean;
  readonly open: (dialog: BranchDialog) => void;
};

/** What can be done with a branch. */
export function branchEntries(
  repository: Repository,
  branch: Branch,
  { current, interrupted, open }: BranchContext,
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
        disabled: interrupted,
        onSelect: () => void repository.step(() => client.ask('git.merge', { revision: name }), t('merged', { name })),
      },
      {
        label: t('rebase', { branch: onto }),
        disabled: interrupted,
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
      onSelect: () => void deleteBranch(repository, branch, open),
    });
  }
  return entries;
}

/** Asks before commits go that no other branch has. */
async function deleteBranch(
  repository: Repository,
  branch: Branch,
  open: (dialog: BranchDialog) => void,
): Promise<void> {
  const { client } = repository;
  const answer = await repository.act(() => client.ask('git.deleteBranch', { name: branch.name }));
  if (!answer) return;
  if (answer.only > 0) open({ kind: 'delete', branch, only: answer.only });
  else offerBranch(repository, branch.name, answer.commit);
}

/** Deletes a branch with the commits that only it has. Rejects when it cannot. */
export async function deleteUnmerged(repository: Repository, { name }: Branch): Promise<void> {
  const { client } = repository;
  const { commit } = await repository.attempt(() => client.ask('git.deleteBranch', { name, unmerged: true }));
  offerBranch(repository, name, commit);
}

function offerBranch(repository: Repository, name: string, commit: string): void {
  const { client } = repository;
  toast.undo(t('branchDeleted', { name }), async () => {
    await client.ask('git.createBranch', { name, from: commit, switch: false });
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
