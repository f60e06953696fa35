import { z } from 'zod';
import { event } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';

const text = z.string();
const commit = z.string();

/** What a git client moved, by the claim of the project's host. Who and with which key is the event's actor. */
export const pushed = event(
  'git.pushed',
  z.object({
    projectId: text,
    /** The project's address. */
    name: text,
    over: z.enum(['http', 'ssh']),
    updates: z.array(z.object({ ref: text, before: commit, after: commit })),
    more: z.number(),
    /** What looked like secrets and an owner pushed all the same: kinds and places. */
    allowed: z.array(z.object({ rule: text, path: text, line: z.number(), commit: commit.optional() })),
  }),
);

/** The client or the project left before the end, so what was moved was not told. */
export const pushUnfinished = event(
  'git.push_unfinished',
  z.object({ projectId: text, name: text, over: z.enum(['http', 'ssh']) }),
);

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
