export { auditContract } from './endpoints.ts';
export { entrySchema, filterSchema } from './entry.ts';
export type { Entry, Filter } from './entry.ts';
