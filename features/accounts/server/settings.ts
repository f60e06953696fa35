import { setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';
import { z } from 'zod';

export const accountsSettings = {
  registration: setting(
    'REGISTRATION',
    z.enum(['invite', 'open']).default('invite'),
    'Who may make an account: people with an invitation, or everybody who can read mail at their address (`open`).',
  ),
  oidcIssuer: setting(
    'OIDC_ISSUER',
    z.url().optional(),
    'The address of an OpenID Connect provider that people may sign in with, such as `https://id.example.org`.',
  ),
  oidcClientId: setting('OIDC_CLIENT_ID', z.string().optional(), 'The client id that the provider gave to E-Code.'),
  oidcClientSecret: setting('OIDC_CLIENT_SECRET', z.string().optional(), 'The secret that belongs to OIDC_CLIENT_ID.', {
    secret: true,
  }),
  oidcName: setting('OIDC_NAME', z.string().max(40).default('your organisation'), 'What people call the provider.'),
  trustedProxies: setting(
    'TRUSTED_PROXIES',
    z.string().default(''),
    'Addresses or networks of proxies in front of E-Code, divided by commas, whose X-Forwarded-For is believed.',
  ),
};

export type AccountsSettings = SettingValues<typeof accountsSettings>;
