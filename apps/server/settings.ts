import { z } from 'zod';
import { kernelSettings, setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';

const commaSeparated = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []));

/** The kernel's settings and those that choose and configure drivers. */
export const serverSettings = {
  ...kernelSettings,
  smtpUrl: setting(
    'SMTP_URL',
    z.string().optional(),
    'The mail server, as `smtp://user:password@host:587`. Without it mail stays on the operator’s outbox page.',
    { secret: true },
  ),
  mailFrom: setting('MAIL_FROM', z.string().optional(), 'The sender of mail, as `Name <address>`.'),
  sandboxRuntime: setting(
    'SANDBOX_RUNTIME',
    z.enum(['runc', 'crun', 'runsc']).optional(),
    'The OCI runtime of sandboxes. Default: the first of runc, crun and runsc that works on this machine.',
  ),
  sandboxEgressAllow: setting(
    'SANDBOX_EGRESS_ALLOW',
    commaSeparated,
    'Private networks that projects may reach, as a comma-separated list such as `10.20.0.0/16`.',
  ),
  redisUrl: setting(
    'REDIS_URL',
    z.url({ protocol: /^rediss?$/ }).optional(),
    'A Redis or Valkey server for the key-value stores of projects, as `redis://user:password@host:6379`.',
    { secret: true },
  ),
};

export type ServerSettings = SettingValues<typeof serverSettings>;
