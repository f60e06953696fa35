import { defineFeature } from '@e-code/kernel/web';
import { KeyRound } from 'lucide-react';
import { t } from './texts.ts';

/** A person's keys for programs. */
export const feature = defineFeature({
  name: 'api_keys',
  routes: [
    {
      path: '/account/api-keys',
      access: 'signed-in',
      title: t('title'),
      screen: () => import('./screens/api-keys.tsx').then((file) => file.ApiKeys),
    },
  ],
  navigation: [
    {
      id: 'api_keys',
      title: t('title'),
      path: '/account/api-keys',
      icon: <KeyRound size={16} strokeWidth={1.5} />,
      place: 'account',
      order: 15,
    },
  ],
});
