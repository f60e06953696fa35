import { keyValueContract } from '@e-code/key-value/contract';
import { createClient, createQueries } from '@e-code/kernel/web';

export const store = createClient(keyValueContract);
export const storeQueries = createQueries('key_value', store);
