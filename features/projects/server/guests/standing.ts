import { and, eq, gt, isNull, sql as query } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { includesRole } from '../../contract/index.ts';
import type { GuestPermission, Role } from '../../contract/index.ts';
import type { Standing } from '../membership/standing.ts';
import { guestLinks, guests, projects } from '../tables.ts';

/** What each permission of a link makes of those who come by it. */
export const roleByLink: Record<GuestPermission, Role> = { view: 'viewer', edit: 'writer', edit_and_run: 'editor' };

/** Identifiers of guests are told from those of people, so whoever asks for the role of somebody need not know which it is. */
export function isGuestId(id: string): boolean {
  return id.startsWith('gst_');
}

/** A guest stands in the project of their link and in no other, not even in those that everybody may see. */
export async function standingOfGuest(sql: Sql, projectId: string, guestId: string): Promise<Standing | undefined> {
  const [row] = await sql
    .select({ permission: guestLinks.permission })
    .from(guests)
    .innerJoin(guestLinks, eq(guestLinks.id, guests.linkId))
    .innerJoin(projects, eq(projects.id, guestLinks.projectId))
    .where(
      and(
        eq(guests.id, guestId),
        eq(guestLinks.projectId, projectId),
        gt(guestLinks.expiresAt, query`now()`),
        isNull(projects.trashedAt),
      ),
    );
  return row && { role: roleByLink[row.permission], visitor: true, byLink: true, trashed: false };
}

/** The role that links which have not ended give to a person with an account; the greatest, when there are several. */
export async function roleOfJoined(sql: Sql, projectId: string, personId: string): Promise<Role | undefined> {
  const rows = await sql
    .select({ permission: guestLinks.permission })
    .from(guests)
    .innerJoin(guestLinks, eq(guestLinks.id, guests.linkId))
    .where(
      and(eq(guests.personId, personId), eq(guestLinks.projectId, projectId), gt(guestLinks.expiresAt, query`now()`)),
    );
  const roles = rows.map(({ permission }) => roleByLink[permission]);
  return roles.find((role) => roles.every((other) => includesRole(role, other)));
}
