import { bigint, boolean, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { NotificationKind } from '../contract/index.ts';

const schema = pgSchema('notifications');
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const notifications = schema.table('notifications', {
  id: text('id').primaryKey(),
  number: bigint('number', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
  personId: text('person_id').notNull(),
  kind: text('kind').$type<NotificationKind>().notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name'),
  projectId: text('project_id').notNull(),
  projectName: text('project_name').notNull(),
  subject: text('subject').notNull(),
  title: text('title').notNull(),
  excerpt: text('excerpt').notNull(),
  address: text('address').notNull(),
  createdAt: moment('created_at').notNull(),
  inInbox: boolean('in_inbox').notNull(),
  mail: text('mail').$type<'none' | 'waiting' | 'sent' | 'not_needed'>().notNull(),
  readAt: moment('read_at'),
  doneAt: moment('done_at'),
});
export type NotificationRow = typeof notifications.$inferSelect;

export const ways = schema.table(
  'ways',
  {
    personId: text('person_id').notNull(),
    kind: text('kind').$type<NotificationKind>().notNull(),
    inbox: boolean('inbox').notNull(),
    mail: boolean('mail').notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.kind] })],
);
