import { defineFeature, openLayer } from '@e-code/kernel/web';
import { FolderGit2, Plus, Trash2, UserPlus } from 'lucide-react';
import { openAddress } from './actions/open-address.ts';
import { openedProject } from './parts/opened-project.ts';
import { t } from './texts/texts.ts';

const icon = { size: 16, strokeWidth: 1.5 };

/** Home, new project and trash. */
export const feature = defineFeature({
  name: 'projects',
  routes: [
    {
      path: '/',
      access: 'signed-in',
      title: t('home'),
      screen: () => import('./screens/home.tsx').then((file) => file.Home),
    },
    {
      path: '/new',
      access: 'signed-in',
      title: t('newProject'),
      screen: () => import('./screens/create-project.tsx').then((file) => file.CreateProject),
    },
    {
      path: '/guest',
      access: 'public',
      layout: 'plain',
      title: t('guestTitle'),
      screen: () => import('./guests/guest-page.tsx').then((file) => file.GuestPage),
    },
    {
      path: '/trash',
      access: 'signed-in',
      title: t('trash'),
      screen: () => import('./screens/trash.tsx').then((file) => file.Trash),
    },
  ],
  navigation: [
    { id: 'projects', title: t('home'), path: '/', icon: <FolderGit2 {...icon} />, place: 'main', order: 10 },
    {
      id: 'projects.trash',
      title: t('trash'),
      path: '/trash',
      icon: <Trash2 {...icon} />,
      place: 'account',
      order: 40,
    },
  ],
  commands: [
    {
      id: 'projects.new',
      title: t('newProject'),
      section: t('home'),
      icon: <Plus {...icon} />,
      keywords: 'create template import zip git',
      run: () => openAddress('/new'),
    },
    {
      id: 'projects.share',
      title: t('share'),
      section: t('home'),
      icon: <UserPlus {...icon} />,
      keywords: 'invite members people link',
      when: () => openedProject(location.pathname) !== undefined,
      run: () => openLayer(() => import('./parts/share-layer.tsx').then((file) => file.ShareLayer)),
    },
  ],
});
