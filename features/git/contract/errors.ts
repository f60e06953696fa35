import { z } from 'zod';
import { defineErrors } from '@e-code/kernel/contract';

export const gitErrors = defineErrors({
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
});
