import { z } from 'zod';
import { event } from '@e-code/kernel/contract';

const aboutKey = z.object({ personId: z.string(), sshKeyId: z.string(), name: z.string(), fingerprint: z.string() });

export const sshKeyAdded = event('git.ssh_key_added', aboutKey);
export const sshKeyRemoved = event('git.ssh_key_removed', aboutKey);
