import { routeUrl } from '@e-code/host/contract';
import type { MenuEntry } from '@e-code/kernel/web';
import { Copy, Download, Globe, PencilLine, SquareArrowOutUpRight, Trash2, UsersRound } from 'lucide-react';
import type { ProjectActions } from '../actions/use-project-actions.ts';
import type { ListedProject } from '../queries.ts';
import { t } from '../texts/texts.ts';

/** What a menu opens to ask for more. */
export type ProjectQuestion = 'edit' | 'visibility' | 'members';

const icon = { size: 16, strokeWidth: 1.5 };

/** The actions on a project, as far as this person's role goes. */
export function projectEntries(
  project: ListedProject,
  actions: ProjectActions,
  ask: (question: ProjectQuestion) => void,
): MenuEntry[] {
  const owns = project.role === 'owner';
  const archive = `/api/projects/${project.id}/host${routeUrl('files.archive')}`;
  const everybody: MenuEntry[] = [
    { label: t('open'), icon: <SquareArrowOutUpRight {...icon} />, href: `/p/${project.slug}` },
    { label: t('fork'), icon: <Copy {...icon} />, onSelect: () => void actions.fork(project) },
    { label: t('download'), icon: <Download {...icon} />, href: archive },
    { label: t('members'), icon: <UsersRound {...icon} />, onSelect: () => ask('members') },
  ];
  if (!owns) return everybody;
  return [
    ...everybody,
    'separator',
    { label: t('edit'), icon: <PencilLine {...icon} />, shortcut: 'f2', onSelect: () => ask('edit') },
    { label: t('visibilityChange'), icon: <Globe {...icon} />, onSelect: () => ask('visibility') },
    'separator',
    {
      label: t('trashAction'),
      icon: <Trash2 {...icon} />,
      shortcut: 'delete',
      danger: true,
      onSelect: () => void actions.trash(project),
    },
  ];
}
