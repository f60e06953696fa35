import { apiKeysContract } from '@e-code/api-keys/contract';
import { createClient, createQueries } from '@e-code/kernel/web';

export const client = createClient(apiKeysContract);
export const queries = createQueries('api_keys', client);
