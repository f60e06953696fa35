import { defineFeature } from '@e-code/kernel/web';
import { KeySquare } from 'lucide-react';
import { t } from './texts.ts';

/** A person's keys for git over SSH. */
export const feature = defineFeature({
  name: 'git',
  routes: [
    {
      path: '/account/ssh-keys',
      access: 'signed-in',
      title: t('title'),
      screen: () => import('./screens/ssh-keys.tsx').then((file) => file.SshKeys),
    },
  ],
  navigation: [
    {
      id: 'git_ssh_keys',
      title: t('title'),
      path: '/account/ssh-keys',
      icon: <KeySquare size={16} strokeWidth={1.5} />,
      place: 'account',
      order: 16,
    },
  ],
});
