import { gitContract } from '@e-code/git/contract';
import { createClient, createQueries } from '@e-code/kernel/web';

export const client = createClient(gitContract);
export const queries = createQueries('git', client);
