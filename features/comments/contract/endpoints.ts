import { documentIdSchema, quotationSchema } from '@e-code/host/contract';
import { endpoint } from '@e-code/kernel/contract';
import { personIdSchema, projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';
import { commentErrors } from './errors.ts';
import { bodySchema, commentIdSchema, commentSchema, threadIdSchema, threadSchema, wordingSchema } from './thread.ts';

const { thread_unknown, comment_unknown, not_the_author, not_a_member } = commentErrors.definitions;

const project = z.object({ projectId: projectIdSchema });
const oneThread = project.extend({ threadId: threadIdSchema });
const oneComment = project.extend({ commentId: commentIdSchema });

export const commentsContract = {
  list: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/threads',
    summary: 'Lists what people said about the files of a project, the newest thread first',
    access: 'comments.read',
    input: project.extend({
      state: z.enum(['open', 'resolved', 'all']).default('open'),
      /** Only what is about this file. */
      document: documentIdSchema.optional(),
      /** `me`: what the person wrote in, is mentioned in or is to do. */
      about: z.enum(['everybody', 'me']).default('everybody'),
      /** From `next` of the answer before. */
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      threads: z.array(threadSchema),
      next: z.number().nullable(),
      open: z.number(),
      /** Who asked, to tell their own comments apart. */
      reader: personIdSchema,
      /** Whether they may write here. */
      writes: z.boolean(),
    }),
  }),
  get: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/threads/{threadId}',
    summary: 'Reads one thread',
    access: 'comments.read',
    input: oneThread,
    output: threadSchema,
    errors: { thread_unknown },
  }),
  start: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/threads',
    summary: 'Begins a thread about a place in a file',
    access: 'comments.write',
    input: project.extend({ quotation: quotationSchema, body: bodySchema }),
    output: threadSchema,
  }),
  reply: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/threads/{threadId}/comments',
    summary: 'Adds a comment to a thread',
    access: 'comments.write',
    input: oneThread.extend({ body: bodySchema }),
    output: commentSchema,
    errors: { thread_unknown },
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/projects/{projectId}/threads/{threadId}',
    summary: 'Resolves or opens a thread, gives it to somebody, or says by when',
    access: 'comments.write',
    input: oneThread.extend({
      resolved: z.boolean().optional(),
      assigneeId: personIdSchema.nullable().optional(),
      dueOn: z.iso.date().nullable().optional(),
    }),
    output: threadSchema,
    errors: { thread_unknown, not_a_member },
  }),
  attach: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/threads/{threadId}/place',
    summary: 'Says where a thread belongs whose words changed or are gone; null takes that back',
    access: 'comments.write',
    input: oneThread.extend({ quotation: quotationSchema.nullable() }),
    output: threadSchema,
    errors: { thread_unknown },
  }),
  edit: endpoint({
    method: 'PATCH',
    path: '/projects/{projectId}/comments/{commentId}',
    summary: 'Writes an own comment anew; what it was before is kept',
    access: 'comments.write',
    input: oneComment.extend({ body: bodySchema }),
    output: commentSchema,
    errors: { comment_unknown, not_the_author },
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/projects/{projectId}/comments/{commentId}',
    summary: 'Deletes an own comment, which can be undone; owners of a project may delete every comment',
    access: 'comments.write',
    input: oneComment,
    output: z.object({}),
    errors: { comment_unknown, not_the_author },
  }),
  restore: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/comments/{commentId}/restore',
    summary: 'Takes the deletion of a comment back',
    access: 'comments.write',
    input: oneComment,
    output: commentSchema,
    errors: { comment_unknown, not_the_author },
  }),
  wordings: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/comments/{commentId}/wordings',
    summary: 'Lists what a comment said before it was edited, the latest first',
    access: 'comments.read',
    input: oneComment,
    output: z.object({ wordings: z.array(wordingSchema) }),
    errors: { comment_unknown },
  }),
};
