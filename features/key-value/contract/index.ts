export { keyValueContract, MOST_AT_ONCE } from './endpoints.ts';
export { valueSchema } from './entry.ts';
export type { KeyValueEntry, KeyValueUsage, ListedKey, Value } from './entry.ts';
export { keyValueErrors } from './errors.ts';
export { entriesRemoved, entriesRestored, entriesSet, keyValueChannel } from './events.ts';
