import { z } from 'zod';
import { setting } from './setting.ts';
import type { SettingValues } from './setting.ts';

/** Settings that every installation has. Features and ports declare their own. */
export const kernelSettings = {
  port: setting('PORT', z.coerce.number().int().min(0).max(65535).default(3000), 'The port that E-Code listens on.'),
  bind: setting(
    'BIND',
    z.string().default('127.0.0.1'),
    'The address that E-Code listens on. `0.0.0.0` opens it to the network; put TLS in front then.',
  ),
  publicUrl: setting(
    'PUBLIC_URL',
    z.url().optional(),
    'The address people type, such as `https://code.example.org`. Default: `http://localhost:PORT`.',
  ),
  appsDomain: setting(
    'APPS_DOMAIN',
    z.string().default('apps.localhost'),
    'The domain below which users’ apps are served, one host name each. Must not be the site of PUBLIC_URL.',
  ),
  dataDirectory: setting(
    'DATA_DIRECTORY',
    z.string().default('data'),
    'The one folder that holds everything E-Code keeps.',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    z.string().optional(),
    'A PostgreSQL 15 or newer server to use instead of the embedded one.',
    { secret: true },
  ),
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    'How much is logged.',
  ),
};

export type KernelSettings = SettingValues<typeof kernelSettings>;
