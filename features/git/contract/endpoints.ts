import { remotesContract } from './remotes.ts';
import { sshKeysContract } from './ssh-keys.ts';

/** Everything that this feature answers. */
export const gitContract = { ...sshKeysContract, ...remotesContract };
