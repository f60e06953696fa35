import { z } from 'zod';
import { defineErrors } from '@e-code/kernel/contract';

export const gitErrors = defineErrors({
  lfs_request_invalid: { status: 422, message: 'This is no request of Git LFS. Update git lfs, or look at its trace.' },
  lfs_hash_unknown: { status: 409, message: 'Large files are named by their SHA-256 here, and by nothing else.' },
  lfs_project_silent: { status: 502, message: 'The project did not say which large files it has. Try again.' },
  lfs_no_locks: { status: 404, message: 'Locks of Git LFS are not kept here.' },
  service_unknown: {
    status: 403,
    message: 'Only the smart protocol of git is spoken here. Update your git client, or clone this address with it.',
  },
  body_not_git: {
    status: 415,
    message: 'The body of this request must be what git sends, with the type {type}.',
    data: z.object({ type: z.string() }),
  },
  ssh_key_unreadable: {
    status: 400,
    message:
      'This is no public key that is accepted here. Paste one line of a .pub file: Ed25519, ECDSA or RSA, such as ~/.ssh/id_ed25519.pub.',
  },
  ssh_key_private: {
    status: 400,
    message: 'This is a private key. It was not kept; leave it where it is, and paste the .pub file beside it.',
  },
  ssh_key_weak: {
    status: 400,
    message: 'This RSA key has {bits} bits, which is too weak. Make another one: ssh-keygen -t ed25519',
    data: z.object({ bits: z.number() }),
  },
  ssh_key_taken: {
    status: 409,
    message: 'This key belongs to an account already, and a key can belong to one only. Make another one for this one.',
  },
  too_many_ssh_keys: {
    status: 409,
    message: 'You have {count} SSH keys already, which is the most. Remove one that is no longer used.',
    data: z.object({ count: z.number() }),
  },
  remote_unknown: {
    status: 404,
    message: 'This remote does not exist any more. Somebody removed it; look at the list again.',
  },
  remote_taken: {
    status: 409,
    message: 'This project has a remote called {name} already. Choose another name, or change that one.',
    data: z.object({ name: z.string() }),
  },
  too_many_remotes: {
    status: 409,
    message: 'This project has {count} remotes already, which is the most. Remove one that is no longer used.',
    data: z.object({ count: z.number() }),
  },
  remote_credential_needed: {
    status: 409,
    message:
      'This address leads somewhere else, and the credential was given for {origin}. Give one for the new address.',
    data: z.object({ origin: z.string() }),
  },
  remote_credential_unfit: {
    status: 400,
    message: 'A token is for https addresses, and a deploy key is for ssh addresses. Change the one or the other.',
  },
  remote_failed: {
    status: 409,
    message: '{sentence}',
    data: z.object({ code: z.string(), sentence: z.string(), details: z.string() }),
  },
});
