import { IconButton, Menu, type MenuEntry, toast } from '@e-code/kernel/web';
import type { GitState, LastStep } from '@e-code/host/contract';
import { Ellipsis, GitGraph, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from '../parts/store.ts';
import { useWorkspace } from '../workspace/context.ts';
import { BranchPicker } from './branch-picker.tsx';
import { BranchButton } from './branch-button.tsx';
import { InTheWay } from './in-the-way.tsx';
import { RemotesSoon } from './remotes/remotes-soon.tsx';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { transferEntries } from './transfer.ts';
import { takeBack, undoLabel } from './undo.ts';
import { useHost } from './use-host.ts';

const icon = { size: 16, strokeWidth: 1.5 };

type HeadingProps = { repository: Repository; git: Extract<GitState, { repository: true }> };

/** The branch, the way to the history, and everything that is done to the whole repository. */
export function GitHeading({ repository, git }: HeadingProps) {
  const { rights, layout } = useWorkspace();
  const [listing, setListing] = useState(false);
  const picking = useStore(repository.picking);
  const remotes = useHost(repository, 'git.remotes', {});
  const asked = useHost(repository, 'git.lastStep', {});
  const step = asked.kind === 'ready' ? asked.answer.step : null;
  const names = remotes.kind === 'ready' ? remotes.answer.remotes.map(({ name }) => name) : [];
  const entries: MenuEntry[] = [
    ...transferEntries(repository, git, names),
    { label: t('remotesOpen'), onSelect: () => setListing(true) },
    'separator',
    {
      label: step === null ? t('nothingToUndo') : undoLabel(step),
      disabled: step === null || git.operation !== null,
      onSelect: () => step !== null && void undo(repository, step),
    },
  ];
  return (
    <header className="flex h-10 shrink-0 items-center gap-1 pr-1.5 pl-1.5">
      <span className="min-w-0 flex-1">
        <BranchButton repository={repository} />
      </span>
      <IconButton
        size="small"
        label={t('graph')}
        icon={<GitGraph {...icon} />}
        onClick={() => repository.show({ kind: 'graph' })}
      />
      <IconButton
        size="small"
        label={t('refresh')}
        icon={<RotateCw {...icon} />}
        onClick={() => void repository.refresh()}
      />
      {rights.git && (
        <Menu
          align="end"
          trigger={<IconButton size="small" label={t('more')} icon={<Ellipsis {...icon} />} />}
          entries={entries}
        />
      )}
      {!layout.docked && picking && <BranchPicker repository={repository} />}
      {!layout.docked && <InTheWay repository={repository} />}
      {listing && <RemotesSoon repository={repository} onClose={() => setListing(false)} />}
    </header>
  );
}

async function undo(repository: Repository, step: LastStep): Promise<void> {
  await repository.act(async () => {
    await takeBack(repository, step);
    toast.success(t('aborted'));
  });
}
