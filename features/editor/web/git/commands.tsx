import type { Command } from '@e-code/kernel/web';
import { GitBranch, GitGraph, History, UserPen } from 'lucide-react';
import type { Workspace } from '../workspace/workspace.ts';
import { t } from '../texts.ts';
import type { Repository } from './repository.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** What the palette can do with the repository; the code for it comes with the first use. */
export function gitCommands(workspace: Workspace): Command[] {
  const { layout } = workspace;
  const section = t('git');
  const withRepository = (work: (repository: Repository) => void) => async (): Promise<void> => {
    const { repositoryOf } = await import('./repository.ts');
    work(repositoryOf(workspace));
  };
  return [
    {
      id: 'view.git',
      title: t('git'),
      section: t('view'),
      shortcut: 'mod+shift+g',
      icon: <GitBranch {...icon} />,
      run: () => layout.toggleSide('git'),
    },
    {
      id: 'git.switch',
      title: t('gitSwitch'),
      section,
      icon: <GitBranch {...icon} />,
      when: () => layout.docked,
      run: withRepository((repository) => repository.picking.set(true)),
    },
    {
      id: 'git.history',
      title: t('gitHistory'),
      section,
      icon: <GitGraph {...icon} />,
      run: withRepository((repository) => repository.show({ kind: 'graph' })),
    },
    {
      id: 'git.fileHistory',
      title: t('gitFileHistory'),
      section,
      icon: <History {...icon} />,
      when: () => layout.activeFile.get() !== undefined,
      run: withRepository((repository) => {
        const path = layout.activeFile.get();
        if (path !== undefined) repository.show({ kind: 'graph', path });
      }),
    },
    {
      id: 'git.blame',
      title: t('gitBlame'),
      section,
      icon: <UserPen {...icon} />,
      run: withRepository((repository) => repository.blame.update((on) => !on)),
    },
  ];
}
