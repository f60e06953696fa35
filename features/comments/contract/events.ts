import { event } from '@e-code/kernel/contract';
import { personIdSchema, projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';
import { commentIdSchema, threadIdSchema } from './thread.ts';

/** `name` is the path of the file, for the audit trail. What was written is in no event. */
const about = { projectId: projectIdSchema, threadId: threadIdSchema, name: z.string() };
const aboutComment = z.object({ ...about, commentId: commentIdSchema });

export const threadStarted = event('comments.thread_started', aboutComment);
export const commentAdded = event('comments.comment_added', aboutComment);
export const commentEdited = event('comments.comment_edited', aboutComment);
export const commentDeleted = event('comments.comment_deleted', aboutComment);
export const commentRestored = event('comments.comment_restored', aboutComment);
export const threadResolved = event('comments.thread_resolved', z.object(about));
export const threadReopened = event('comments.thread_reopened', z.object(about));
export const threadAssigned = event(
  'comments.thread_assigned',
  z.object({ ...about, assigneeId: personIdSchema.nullable() }),
);
export const threadScheduled = event(
  'comments.thread_scheduled',
  z.object({ ...about, dueOn: z.iso.date().nullable() }),
);
/** `path` is that of the file where it belongs now. */
export const threadAttached = event('comments.thread_attached', z.object({ ...about, path: z.string() }));

export const commentEvents = [
  threadStarted,
  commentAdded,
  commentEdited,
  commentDeleted,
  commentRestored,
  threadResolved,
  threadReopened,
  threadAssigned,
  threadScheduled,
  threadAttached,
] as const;
