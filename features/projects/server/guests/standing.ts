import { and, eq, gt, isNull, sql as query } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { GuestPermission, Role } from '../../contract/index.ts';
import type { Standing } from '../membership/standing.ts';
import { guestLinks, guests, projects } from '../tables.ts';

const roleOf: Record<GuestPermission, Role> = { view: 'viewer', edit: 'writer', edit_and_run: 'editor' };

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
  return row && { role: roleOf[row.permission], visitor: true, trashed: false };
}
