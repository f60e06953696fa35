import { createClient, createQueries } from '@e-code/kernel/web';
import { notificationsContract } from '../contract/index.ts';

export const client = createClient(notificationsContract);
export const queries = createQueries('notifications', client);

/** A notification as the list answers it: its time is text on this side. */
export type ListedNotification = Awaited<ReturnType<typeof client.list>>['notifications'][number];
