import { Button, IconButton, Menu, type MenuEntry } from '@e-code/kernel/web';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { NameDialog } from './name-dialog.tsx';
import type { Repository } from './repository.ts';
import { TagDialog } from './tag-dialog.tsx';
import { t } from './texts.ts';

/** What can be done with a commit. Nothing is begun while something else waits for its end. */
export function CommitActions({ repository, commit }: { repository: Repository; commit: string }) {
  const { rights } = useWorkspace();
  const state = useStore(repository.state);
  const busy = useStore(repository.busy);
  const [naming, setNaming] = useState<'branch' | 'tag'>();
  const git = state.kind === 'ready' && state.git.repository ? state.git : undefined;
  const disabled = busy || git?.operation != null;
  const { client } = repository;
  const commits = [commit];
  const name = commit.slice(0, 7);
  const pick = () => repository.step(() => client.ask('git.cherryPick', { commits }), t('picked', { name }));
  const revert = () => repository.step(() => client.ask('git.revert', { commits }), t('reverted', { name }));
  const checkOut = () => client.ask('git.switch', { to: commit, detach: true });
  const entries: MenuEntry[] = [
    { label: t('createBranchAt'), onSelect: () => setNaming('branch') },
    { label: t('createTag'), onSelect: () => setNaming('tag') },
    { label: t('checkOut'), onSelect: () => void repository.act(checkOut, () => void repository.act(checkOut)) },
    { label: t('copyCommit'), onSelect: () => void navigator.clipboard.writeText(commit) },
  ];
  if (!rights.git) return null;
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5">
      <Button size="small" disabled={disabled} onClick={() => void pick()}>
        {t('cherryPick', { branch: git?.branch ?? 'HEAD' })}
      </Button>
      <Button size="small" disabled={disabled} onClick={() => void revert()}>
        {t('revert')}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton size="small" label={t('more')} icon={<Ellipsis size={14} strokeWidth={1.5} />} />}
        entries={entries}
      />
      {naming === 'tag' && <TagDialog repository={repository} at={commit} onClose={() => setNaming(undefined)} />}
      {naming === 'branch' && (
        <NameDialog
          title={t('createBranchAt')}
          label={t('branchName')}
          submit={t('create')}
          onClose={() => setNaming(undefined)}
          onName={(branch) => repository.attempt(() => client.ask('git.createBranch', { name: branch, from: commit }))}
        />
      )}
    </div>
  );
}
