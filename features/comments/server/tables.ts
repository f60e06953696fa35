import type { Quotation } from '@e-code/host/contract';
import { bigint, date, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const schema = pgSchema('comments');
const moment = (name: string) => timestamp(name, { withTimezone: true });
const counted = () => bigint('number', { mode: 'number' }).notNull().generatedAlwaysAsIdentity();

export const threads = schema.table('threads', {
  id: text('id').primaryKey(),
  number: counted(),
  projectId: text('project_id').notNull(),
  document: uuid('document').notNull(),
  quotation: jsonb('quotation').$type<Quotation>().notNull(),
  attached: jsonb('attached').$type<Quotation>(),
  resolvedAt: moment('resolved_at'),
  resolvedBy: text('resolved_by'),
  assigneeId: text('assignee_id'),
  dueOn: date('due_on'),
  createdBy: text('created_by').notNull(),
  createdAt: moment('created_at').notNull(),
});
export type ThreadRow = typeof threads.$inferSelect;

export const comments = schema.table('comments', {
  id: text('id').primaryKey(),
  number: counted(),
  threadId: text('thread_id').notNull(),
  authorId: text('author_id').notNull(),
  body: text('body').notNull(),
  mentions: text('mentions').array().notNull(),
  createdAt: moment('created_at').notNull(),
  editedAt: moment('edited_at'),
  deletedAt: moment('deleted_at'),
});
export type CommentRow = typeof comments.$inferSelect;

export const wordings = schema.table('wordings', {
  commentId: text('comment_id').notNull(),
  body: text('body').notNull(),
  replacedAt: moment('replaced_at').notNull(),
});

export const guests = schema.table('guests', {
  id: text('id').primaryKey(),
  projectId: text('project_id').notNull(),
  name: text('name').notNull(),
});
