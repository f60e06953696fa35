import { defineFeature } from '@e-code/kernel/web';
import { Inbox, UserRound, Users } from 'lucide-react';
import { t } from './parts/texts.ts';
import { client } from './queries.ts';

const icon = { size: 16, strokeWidth: 1.5 };

export const feature = defineFeature({
  name: 'accounts',
  routes: [
    {
      path: '/setup',
      screen: () => import('./screens/set-up.tsx').then((file) => file.SetUp),
      access: 'public',
      layout: 'plain',
      title: t('setUpTitle'),
    },
    {
      path: '/sign-in',
      screen: () => import('./screens/sign-in.tsx').then((file) => file.SignIn),
      access: 'public',
      layout: 'plain',
      title: t('signIn'),
    },
    {
      path: '/register',
      screen: () => import('./screens/register.tsx').then((file) => file.Register),
      access: 'public',
      layout: 'plain',
      title: t('register'),
    },
    {
      path: '/reset',
      screen: () => import('./screens/reset.tsx').then((file) => file.Reset),
      access: 'public',
      layout: 'plain',
      title: t('resetTitle'),
    },
    {
      path: '/verify',
      screen: () => import('./screens/verify.tsx').then((file) => file.Verify),
      access: 'public',
      layout: 'plain',
      title: t('verifyTitle'),
    },
    {
      path: '/account',
      screen: () => import('./screens/account.tsx').then((file) => file.Account),
      access: 'signed-in',
      title: t('account'),
    },
    {
      path: '/people',
      screen: () => import('./screens/people.tsx').then((file) => file.People),
      access: 'signed-in',
      title: t('people'),
    },
    {
      path: '/outbox',
      screen: () => import('./screens/outbox.tsx').then((file) => file.Outbox),
      access: 'signed-in',
      title: t('outbox'),
    },
  ],
  navigation: [
    {
      id: 'accounts.account',
      title: t('account'),
      path: '/account',
      icon: <UserRound {...icon} />,
      place: 'account',
      order: 10,
    },
    {
      id: 'accounts.people',
      title: t('people'),
      path: '/people',
      icon: <Users {...icon} />,
      place: 'account',
      operatorsOnly: true,
      order: 20,
    },
    {
      id: 'accounts.outbox',
      title: t('outbox'),
      path: '/outbox',
      icon: <Inbox {...icon} />,
      place: 'account',
      operatorsOnly: true,
      order: 30,
    },
  ],
  session: {
    async load() {
      const { person, guest } = await client.currentSession({});
      if (guest !== undefined) return { name: guest, email: '', guest: true };
      return person && { name: person.name, email: person.email, operator: person.operator };
    },
    async signOut() {
      await client.signOut({});
    },
    confirm: () => import('./parts/confirm-identity.tsx').then((file) => file.ConfirmIdentity),
  },
});
