import { pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const sshKeys = pgSchema('git').table('ssh_keys', {
  id: text().primaryKey(),
  personId: text('person_id').notNull(),
  name: text().notNull(),
  kind: text().notNull(),
  fingerprint: text().notNull(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  lastUsedFrom: text('last_used_from'),
});
export type SshKeyRow = typeof sshKeys.$inferSelect;
