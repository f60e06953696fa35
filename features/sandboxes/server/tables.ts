import { customType, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

const schema = pgSchema('sandboxes');
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const previewGrants = schema.table('preview_grants', {
  tokenHash: bytes('token_hash').primaryKey(),
  label: text().notNull(),
  projectId: text('project_id').notNull(),
  personId: text('person_id').notNull(),
  personName: text('person_name').notNull(),
  sessionId: text('session_id').notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
});
