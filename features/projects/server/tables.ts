import { boolean, customType, integer, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { GuestPermission, MemberRole, Visibility } from '../contract/index.ts';

const schema = pgSchema('projects');

/** Milliseconds, as JavaScript and cursors have them. */
const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const projects = schema.table('projects', {
  id: text('id').primaryKey(),
  slug: text('slug').notNull(),
  name: text('name').notNull(),
  description: text('description').notNull().default(''),
  visibility: text('visibility').$type<Visibility>().notNull().default('private'),
  language: text('language').notNull(),
  template: text('template').notNull(),
  ownerId: text('owner_id').notNull(),
  forkedFrom: text('forked_from'),
  createdAt: moment('created_at').notNull(),
  activeAt: moment('active_at').notNull(),
  trashedAt: moment('trashed_at'),
});

/** A project as it is stored. */
export type ProjectRow = typeof projects.$inferSelect;

export const addresses = schema.table('addresses', {
  slug: text('slug').primaryKey(),
  projectId: text('project_id').notNull(),
});

export const members = schema.table(
  'members',
  {
    projectId: text('project_id').notNull(),
    personId: text('person_id').notNull(),
    role: text('role').$type<MemberRole>().notNull(),
    addedAt: timestamp('added_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.personId, table.projectId] })],
);

const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

export const guestLinks = schema.table('guest_links', {
  id: text('id').primaryKey(),
  projectId: text('project_id').notNull(),
  secretHash: bytes('secret_hash').notNull(),
  permission: text('permission').$type<GuestPermission>().notNull(),
  asksName: boolean('asks_name').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});
export type GuestLinkRow = typeof guestLinks.$inferSelect;

export const guests = schema.table('guests', {
  id: text('id').primaryKey(),
  linkId: text('link_id').notNull(),
  name: text('name').notNull(),
  /** Null for people with an account, who have their own. */
  cookieHash: bytes('cookie_hash'),
  personId: text('person_id'),
  enteredAt: moment('entered_at').notNull(),
});

export const volumes = schema.table('volumes', {
  ordinal: integer('ordinal').primaryKey(),
  volume: text('volume').notNull(),
  claimedAt: timestamp('claimed_at', { withTimezone: true }).notNull(),
});
