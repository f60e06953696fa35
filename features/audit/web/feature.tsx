import { defineFeature } from '@e-code/kernel/web';
import { ScrollText } from 'lucide-react';
import { t } from './texts/texts.ts';

/** The audit trail, for operators. */
export const feature = defineFeature({
  name: 'audit',
  routes: [
    {
      path: '/audit',
      access: 'signed-in',
      layout: 'window',
      title: t('title'),
      screen: () => import('./screens/audit-trail.tsx').then((file) => file.AuditTrail),
    },
  ],
  navigation: [
    {
      id: 'audit',
      title: t('title'),
      path: '/audit',
      icon: <ScrollText size={16} strokeWidth={1.5} />,
      place: 'account',
      operatorsOnly: true,
      order: 80,
    },
  ],
});
