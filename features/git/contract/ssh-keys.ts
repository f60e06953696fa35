import { z } from 'zod';
import { endpoint, idSchema } from '@e-code/kernel/contract';
import { gitErrors } from './errors.ts';

const sshKeyId = idSchema('ssh');
const moment = z.iso.datetime();

export const sshKeyName = z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.');
export const publicKeyLine = z
  .string()
  .trim()
  .min(1, 'Paste a public key.')
  .max(20_000, 'This is longer than any public key.');

export const sshKey = z.object({
  id: sshKeyId,
  name: z.string(),
  /** Such as `ssh-ed25519`. */
  kind: z.string(),
  /** As `ssh-keygen -l` shows it: `SHA256:…`. */
  fingerprint: z.string(),
  createdAt: moment,
  lastUsedAt: moment.nullable(),
  lastUsedFrom: z.string().nullable(),
});
export type SshKey = z.infer<typeof sshKey>;

/** Where SSH is served, and the fingerprint that clients show at their first visit. */
export const sshServer = z.object({ host: z.string(), port: z.int(), fingerprint: z.string() });
export type SshServer = z.infer<typeof sshServer>;

const { ssh_key_unreadable, ssh_key_private, ssh_key_weak, ssh_key_taken, too_many_ssh_keys } = gitErrors.definitions;

/** A person's own public keys. None of this can be done with an API key. */
export const sshKeysContract = {
  listSshKeys: endpoint({
    method: 'GET',
    path: '/ssh-keys',
    summary: 'Your SSH keys, the latest first, and where SSH is served; null when it is switched off',
    access: 'git.own_ssh_keys',
    input: z.object({}),
    output: z.object({ keys: z.array(sshKey), server: sshServer.nullable() }),
  }),
  addSshKey: endpoint({
    method: 'POST',
    path: '/ssh-keys',
    summary: 'Add the public half of an SSH key, as a line of a .pub file',
    access: 'git.own_ssh_keys_fresh',
    input: z.object({ name: sshKeyName, publicKey: publicKeyLine }),
    output: sshKey,
    errors: { ssh_key_unreadable, ssh_key_private, ssh_key_weak, ssh_key_taken, too_many_ssh_keys },
  }),
  removeSshKey: endpoint({
    method: 'DELETE',
    path: '/ssh-keys/{id}',
    summary: 'Remove an SSH key; what is open under it ends at once',
    access: 'git.own_ssh_keys',
    input: z.object({ id: sshKeyId }),
    output: z.object({}),
  }),
};
