import { commentsContract } from '@e-code/comments/contract';
import { createClient } from '@e-code/kernel/web';
import { notificationsContract } from '@e-code/notifications/contract';

export const commentsClient = createClient(commentsContract);
const notificationsClient = createClient(notificationsContract);

/** Whoever looks at a thread needs no news of it. */
export async function markRead(threadId: string): Promise<void> {
  await notificationsClient.mark({ as: 'read', which: { by: 'subject', subject: threadId } });
}

/** A thread as the list answers it: times are text on this side. */
export type Thread = Awaited<ReturnType<typeof commentsClient.list>>['threads'][number];
export type Comment = Thread['comments'][number];

/** What the host looks for: where a person said that a thread belongs, or what was quoted when it began. */
export const placeOf = ({ attached, quotation }: Thread): Thread['quotation'] => attached ?? quotation;
