export { cloneAddress, readRepository } from './address.ts';
export { gitErrors } from './errors.ts';
export { bodyType, service } from './service.ts';
export type { Service } from './service.ts';
