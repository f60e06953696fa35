import { bigint, customType, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

const schema = pgSchema('key_value');
const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const moment = (name: string) => timestamp(name, { withTimezone: true });

export const addresses = schema.table('addresses', {
  space: text('space').primaryKey(),
  projectId: text('project_id').notNull(),
  environment: text('environment').notNull(),
  tokenSealed: bytes('token_sealed').notNull(),
  tokenHash: text('token_hash').notNull(),
  madeAt: moment('made_at').notNull(),
  formerHash: text('former_hash'),
  formerUntil: moment('former_until'),
});

export const removals = schema.table('removals', {
  id: text('id').primaryKey(),
  space: text('space').notNull(),
  removedAt: moment('removed_at').notNull(),
});

export const removedEntries = schema.table('removed_entries', {
  removalId: text('removal_id').notNull(),
  key: bytes('key').notNull(),
  value: bytes('value').notNull(),
  expiresAt: bigint('expires_at', { mode: 'number' }),
});
