import { z } from 'zod';
import { setting } from '@e-code/kernel/server';
import type { SettingValues } from '@e-code/kernel/server';

/** How git clients reach projects beside HTTP. */
export const gitSettings = {
  sshPort: setting(
    'SSH_PORT',
    z.coerce.number().int().min(1).max(65535).optional(),
    'The port on which git is served over SSH, at the address of BIND. Without it SSH is off.',
  ),
};

export type GitSettings = SettingValues<typeof gitSettings>;
