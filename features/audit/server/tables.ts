import { bigint, jsonb, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type { Entry } from '../contract/index.ts';

export const entries = pgSchema('audit').table('entries', {
  id: bigint('id', { mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
  occurrence: bigint('occurrence', { mode: 'bigint' }).notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  event: text('event').notNull(),
  actorKind: text('actor_kind').$type<Entry['actor']['kind']>().notNull(),
  actorId: text('actor_id'),
  actorKey: text('actor_key'),
  address: text('address'),
  agent: text('agent'),
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
});

export type EntryRow = typeof entries.$inferSelect;
