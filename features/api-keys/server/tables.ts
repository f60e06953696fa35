import { customType, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type { Scope } from '../contract/index.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const keys = pgSchema('api_keys').table('keys', {
  id: text().primaryKey(),
  tokenHash: bytes('token_hash').notNull(),
  personId: text('person_id').notNull(),
  name: text().notNull(),
  hint: text().notNull(),
  scopes: text().array().$type<Scope[]>().notNull(),
  projectIds: text('project_ids').array(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at'),
  lastUsedAt: moment('last_used_at'),
  lastUsedFrom: text('last_used_from'),
});
export type KeyRow = typeof keys.$inferSelect;
