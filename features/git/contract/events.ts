import { z } from 'zod';
import { event } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';

const aboutKey = z.object({ personId: z.string(), sshKeyId: z.string(), name: z.string(), fingerprint: z.string() });

export const sshKeyAdded = event('git.ssh_key_added', aboutKey);
export const sshKeyRemoved = event('git.ssh_key_removed', aboutKey);

/** `name` of the remote and where it leads, for the audit trail; nothing of the credential but its kind. */
const aboutRemote = z.object({
  projectId: projectIdSchema,
  remoteId: z.string(),
  name: z.string(),
  address: z.string(),
  entry: z.enum(['none', 'token', 'key']),
});

export const remoteAdded = event('git.remote_added', aboutRemote);
export const remoteChanged = event('git.remote_changed', aboutRemote.extend({ entryChanged: z.boolean() }));
export const remoteRemoved = event('git.remote_removed', aboutRemote);
/** `problem`: the code of what went wrong; null when nothing did. */
export const remoteUsed = event(
  'git.remote_used',
  aboutRemote.extend({
    operation: z.enum(['fetch', 'pull', 'push']),
    branch: z.string().nullable(),
    replaced: z.string().nullable(),
    problem: z.string().nullable(),
  }),
);
