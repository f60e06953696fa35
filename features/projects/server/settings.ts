import { setting } from '@e-code/kernel/server';
import { z } from 'zod';

export const projectsSettings = {
  diskMebibytes: setting(
    'PROJECT_DISK_MIB',
    z.coerce.number().int().min(64).max(1_048_576).default(4096),
    'How much a project may store, in MiB. Disk is taken as files grow; projects that exist keep what they have.',
  ),
  guestLinks: setting(
    'GUEST_LINKS',
    z.stringbool().default(true),
    'Whether owners may let people without an account into a project, with a link that ends by itself.',
  ),
  prepareTemplates: setting(
    'PREPARE_TEMPLATES',
    z.stringbool().default(true),
    'Whether the dependencies of templates are installed once, in the background after the start, for all new projects.',
  ),
};
