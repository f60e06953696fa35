import { defineFeature } from '@e-code/kernel/web';
import { Bell } from 'lucide-react';
import { t } from './texts.ts';

/** What happened to the person: the bell in the top bar, and the inbox. */
export const feature = defineFeature({
  name: 'notifications',
  routes: [
    {
      path: '/notifications',
      access: 'signed-in',
      layout: 'page',
      title: t('title'),
      screen: () => import('./screens/inbox.tsx').then((file) => file.Inbox),
    },
  ],
  navigation: [
    {
      id: 'notifications',
      title: t('title'),
      path: '/notifications',
      icon: <Bell size={16} strokeWidth={1.5} />,
      place: 'account',
      order: 20,
    },
  ],
  topBar: () => import('./parts/bell.tsx').then((file) => file.NotificationBell),
});
