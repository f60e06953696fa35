import { customType, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
const git = pgSchema('git');
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const sshKeys = git.table('ssh_keys', {
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

export const remotes = git.table('remotes', {
  id: text().primaryKey(),
  projectId: text('project_id').notNull(),
  name: text().notNull(),
  address: text().notNull(),
  credential: text({ enum: ['none', 'token', 'key'] }).notNull(),
  userName: text('user_name'),
  sealedSecret: bytes('sealed_secret'),
  publicKey: text('public_key'),
  knownHosts: text('known_hosts').notNull(),
  changedBy: text('changed_by').notNull(),
  changedAt: moment('changed_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  lastProblem: text('last_problem'),
});
export type RemoteRow = typeof remotes.$inferSelect;
