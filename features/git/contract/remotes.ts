import { z } from 'zod';
import { refNameSchema, remoteNameSchema } from '@e-code/host/contract';
import { endpoint, idSchema } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';
import { gitErrors } from './errors.ts';
import { remoteAddressSchema } from './remote-address.ts';

const remoteId = idSchema('rem');
const moment = z.iso.datetime();
const line = z
  .string()
  .trim()
  .max(4_000, 'This is longer than a token.')
  .regex(/^\P{Cc}*$/u, 'This has a line break or another sign that no token has.');

/** A secret goes in and never comes out. A key is made here, so that its private half has no other place. */
export const remoteCredentialSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('token'),
    user: line.min(1, 'Enter a user name.'),
    secret: line.min(1, 'Enter a token.'),
  }),
  z.object({ kind: z.literal('key') }),
]);
export type RemoteCredential = z.infer<typeof remoteCredentialSchema>;

/** What those who may use a remote see of it. */
const details = z.object({
  address: z.string(),
  credential: z.enum(['none', 'token', 'key']),
  /** The name that goes with the token. */
  user: z.string().nullable(),
  /** The line to paste at the other side. */
  publicKey: z.string().nullable(),
  /** Of the public key, as sites show it. */
  fingerprint: z.string().nullable(),
  /** Fingerprints of the host keys that were seen first and are held to since. */
  hostKeys: z.array(z.string()),
  addedBy: z.string().nullable(),
  changedAt: moment,
  lastUsedAt: moment.nullable(),
  /** Why it failed the last time it was used; null when it did not. */
  lastProblem: z.string().nullable(),
});

export const remoteSchema = z.object({
  id: remoteId,
  name: z.string(),
  /** Null for who may only look at the project. */
  details: details.nullable(),
});
export type Remote = z.infer<typeof remoteSchema>;

const project = z.object({ projectId: projectIdSchema });
const oneRemote = project.extend({ remoteId });
const operation = z.string().max(64).optional();

const {
  remote_unknown,
  remote_taken,
  too_many_remotes,
  remote_credential_needed,
  remote_credential_unfit,
  remote_failed,
} = gitErrors.definitions;

/** Where a project is fetched from and pushed to, with the credentials for it. */
export const remotesContract = {
  listRemotes: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/remotes',
    summary: 'The remotes of a project that the platform keeps credentials for; viewers see their names',
    access: 'git.see_remotes',
    input: project,
    output: z.object({ remotes: z.array(remoteSchema) }),
  }),
  addRemote: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/remotes',
    summary: 'Add a remote, with a token that is never shown again or with a deploy key that is made for it',
    access: 'git.use_remotes',
    input: project.extend({
      name: remoteNameSchema,
      address: remoteAddressSchema,
      credential: remoteCredentialSchema,
    }),
    output: remoteSchema,
    errors: { remote_taken, too_many_remotes, remote_credential_unfit },
  }),
  changeRemote: endpoint({
    method: 'PATCH',
    path: '/projects/{projectId}/remotes/{remoteId}',
    summary: 'Give a remote another address or credential; a credential does not go with an address of somebody else',
    access: 'git.use_remotes',
    input: oneRemote.extend({
      address: remoteAddressSchema.optional(),
      credential: remoteCredentialSchema.optional(),
      /** Forgets the host keys that were seen: the next use takes the ones that are shown then. */
      forgetHostKeys: z.boolean().default(false),
    }),
    output: remoteSchema,
    errors: { remote_unknown, remote_credential_needed, remote_credential_unfit },
  }),
  removeRemote: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/remotes/{remoteId}',
    summary: 'Remove a remote and destroy its credential',
    access: 'git.use_remotes',
    input: oneRemote,
    output: z.object({}),
    errors: { remote_unknown },
  }),
  tryRemote: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/remotes/{remoteId}/try',
    summary: 'See whether a remote answers and accepts the credential',
    access: 'git.use_remotes',
    transaction: false,
    input: oneRemote,
    output: z.object({ branches: z.number() }),
    errors: { remote_unknown, remote_failed },
  }),
  fetchRemote: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/remotes/{remoteId}/fetch',
    summary: 'Fetch branches and tags of a remote',
    access: 'git.use_remotes',
    transaction: false,
    input: oneRemote.extend({ operation }),
    output: z.object({ said: z.string() }),
    errors: { remote_unknown, remote_failed },
  }),
  pullRemote: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/remotes/{remoteId}/pull',
    summary: 'Fetch from a remote, and merge its branch or rebase onto it; may stop for conflicts',
    access: 'git.use_remotes',
    transaction: false,
    input: oneRemote.extend({ branch: refNameSchema, rebase: z.boolean().default(false), operation }),
    output: z.object({ conflicts: z.array(z.string()), said: z.string() }),
    errors: { remote_unknown, remote_failed },
  }),
  pushRemote: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/remotes/{remoteId}/push',
    summary: 'Push a branch to a remote; it replaces commits only at the place that the person saw',
    access: 'git.use_remotes',
    transaction: false,
    input: oneRemote.extend({
      branch: refNameSchema,
      replace: z
        .string()
        .regex(/^[0-9a-f]{40,64}$/)
        .optional(),
      tags: z.boolean().default(false),
      operation,
    }),
    output: z.object({ said: z.string() }),
    errors: { remote_unknown, remote_failed },
  }),
};
