import { bigint, boolean, customType, jsonb, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const schema = pgSchema('accounts');
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
const person = () => text('person_id').notNull();

export const people = schema.table('people', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull(),
  emailKey: text('email_key').notNull(),
  emailVerifiedAt: moment('email_verified_at'),
  operator: boolean().notNull().default(false),
  disabledAt: moment('disabled_at'),
  createdAt: moment('created_at').notNull(),
});

export const ownership = schema.table('ownership', {
  sole: boolean().primaryKey().default(true),
  personId: person(),
});

export const passwords = schema.table('passwords', {
  personId: text('person_id').primaryKey(),
  hash: text().notNull(),
  changedAt: moment('changed_at').notNull(),
});

export const sessions = schema.table('sessions', {
  id: text().primaryKey(),
  tokenHash: bytes('token_hash').notNull(),
  personId: person(),
  method: text().notNull(),
  address: text().notNull(),
  agent: text().notNull(),
  createdAt: moment('created_at').notNull(),
  seenAt: moment('seen_at').notNull(),
  authenticatedAt: moment('authenticated_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const authenticators = schema.table('authenticators', {
  personId: text('person_id').primaryKey(),
  sealedSecret: bytes('sealed_secret').notNull(),
  confirmedAt: moment('confirmed_at'),
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
});

export const recoveryCodes = schema.table(
  'recovery_codes',
  { personId: person(), codeHash: bytes('code_hash').notNull() },
  (table) => [primaryKey({ columns: [table.personId, table.codeHash] })],
);

export const passkeys = schema.table('passkeys', {
  id: text().primaryKey(),
  personId: person(),
  credentialId: text('credential_id').notNull(),
  publicKey: bytes('public_key').notNull(),
  counter: bigint({ mode: 'number' }).notNull(),
  transports: text().array().notNull(),
  synced: boolean().notNull(),
  name: text().notNull(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
});

export const identities = schema.table('identities', {
  id: text().primaryKey(),
  personId: person(),
  issuer: text().notNull(),
  subject: text().notNull(),
  email: text(),
  createdAt: moment('created_at').notNull(),
});

export const tokens = schema.table('tokens', {
  tokenHash: bytes('token_hash').primaryKey(),
  purpose: text().notNull(),
  personId: text('person_id'),
  data: jsonb().notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const invitations = schema.table('invitations', {
  id: text().primaryKey(),
  tokenHash: bytes('token_hash').notNull(),
  email: text().notNull(),
  invitedBy: text('invited_by').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
