import { accountsContract } from '@e-code/accounts/contract';
import { createClient, createQueries } from '@e-code/kernel/web';

export const client = createClient(accountsContract);
export const queries = createQueries('accounts', client);
