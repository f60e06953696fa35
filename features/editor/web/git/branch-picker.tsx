import { Picker, type PickerEntry } from '@e-code/kernel/web';
import type { Branch } from '@e-code/host/contract';
import { GitBranch, Plus } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../workspace/context.ts';
import { switchTo } from './branch-actions.ts';
import type { Repository } from './repository.ts';
import { t } from './texts.ts';
import { useHost } from './use-host.ts';

type Item = PickerEntry & { readonly branch?: Branch };

const icon = { size: 16, strokeWidth: 1.5 };

/** Type to find a branch; a name that no branch has makes one. One place of the page draws it: the status bar, or on a phone the panel. */
export function BranchPicker({ repository }: { repository: Repository }) {
  const { rights } = useWorkspace();
  const onClose = () => repository.picking.set(false);
  const asked = useHost(repository, 'git.branches', {});
  const [query, setQuery] = useState('');
  const branches = asked.kind === 'ready' ? asked.answer.branches : [];
  const items: Item[] = branches.map((branch) => ({
    id: branch.name,
    title: branch.name,
    detail: branch.subject,
    icon: <GitBranch {...icon} />,
    branch,
  }));
  const name = query.trim();
  const fresh = name !== '' && !branches.some((branch) => branch.name === name);
  if (rights.git && fresh) {
    items.push({ id: 'create', title: `${t('createBranch')}: ${name}`, icon: <Plus {...icon} /> });
  }
  function pick({ branch }: Item): void {
    onClose();
    if (branch) void switchTo(repository, branch);
    else void repository.act(() => repository.client.ask('git.createBranch', { name }));
  }
  return (
    <Picker
      open
      onOpenChange={(open) => !open && onClose()}
      label={t('switchBranch')}
      placeholder={t('pickBranch')}
      items={items}
      loading={asked.kind === 'loading'}
      onPick={pick}
      onQueryChange={setQuery}
      empty={asked.kind === 'problem' ? asked.problem.message : t('noBranches')}
    />
  );
}
