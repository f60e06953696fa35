export { cloneAddress, readRepository, sshAddress } from './address.ts';
export { gitErrors } from './errors.ts';
export * as gitEvents from './events.ts';
export { bodyType, service } from './service.ts';
export type { Service } from './service.ts';
export { gitContract, publicKeyLine, sshKeyName } from './ssh-keys.ts';
export type { SshKey, SshServer } from './ssh-keys.ts';
