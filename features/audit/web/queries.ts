import { createClient, createQueries } from '@e-code/kernel/web';
import { auditContract } from '../contract/index.ts';

const client = createClient(auditContract);
export const queries = createQueries('audit', client);

/** An entry as the list answers it: its time is text on this side. */
export type ListedEntry = Awaited<ReturnType<typeof client.list>>['entries'][number];
