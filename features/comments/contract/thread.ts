import { quotationSchema } from '@e-code/host/contract';
import { idSchema } from '@e-code/kernel/contract';
import { personIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

export const threadIdSchema = idSchema('thr');
export const commentIdSchema = idSchema('cmt');

const personSchema = z.object({ id: personIdSchema, name: z.string() });

/** What is written, in Markdown. `@` and the name of a member mentions them. */
export const bodySchema = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(20_000, 'Use at most 20,000 characters.');

export const commentSchema = z.object({
  id: commentIdSchema,
  author: personSchema,
  /** Empty for a deleted one. */
  body: z.string(),
  mentions: z.array(personSchema),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
  deleted: z.boolean(),
});
export type Comment = z.infer<typeof commentSchema>;

/** What people said about one place of a file. */
export const threadSchema = z.object({
  id: threadIdSchema,
  /** Counts up over the installation; newer ones are greater. */
  number: z.number().int(),
  /** Where: the words as they were when the thread began. The project host says where they are now. */
  quotation: quotationSchema,
  /** Where a person said that it belongs since: the host looks for this, and `quotation` remains what was spoken of. */
  attached: quotationSchema.nullable(),
  resolved: z.object({ at: z.date(), by: personSchema }).nullable(),
  assignee: personSchema.nullable(),
  dueOn: z.iso.date().nullable(),
  createdAt: z.date(),
  /** From the first to the last. */
  comments: z.array(commentSchema),
});
export type Thread = z.infer<typeof threadSchema>;

/** One earlier wording of a comment. */
export const wordingSchema = z.object({ body: z.string(), replacedAt: z.date() });
