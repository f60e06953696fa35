import { commentsContract } from '@e-code/comments/contract';
import { createClient } from '@e-code/kernel/web';

export const commentsClient = createClient(commentsContract);

/** A thread as the list answers it: times are text on this side. */
export type Thread = Awaited<ReturnType<typeof commentsClient.list>>['threads'][number];
export type Comment = Thread['comments'][number];
