import { and, eq } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { Role } from '../../contract/index.ts';
import { isGuestId, standingOfGuest } from '../guests/standing.ts';
import { members, projects } from '../tables.ts';

/** How a person or guest stands to a project that they may see. */
export interface Standing {
  role: Role;
  /** Visitors see a project because it is public or unlisted, or came by a guest link; everybody else works in it. */
  visitor: boolean;
  trashed: boolean;
}

/** @returns undefined when there is no such project, or none that the person may know of. Only owners see their trash. */
export async function standingOf(sql: Sql, projectId: string, personId: string): Promise<Standing | undefined> {
  if (isGuestId(personId)) return standingOfGuest(sql, projectId, personId);
  const [row] = await sql
    .select({
      ownerId: projects.ownerId,
      visibility: projects.visibility,
      trashedAt: projects.trashedAt,
      given: members.role,
    })
    .from(projects)
    .leftJoin(members, and(eq(members.projectId, projects.id), eq(members.personId, personId)))
    .where(eq(projects.id, projectId));
  if (row === undefined) return undefined;
  const trashed = row.trashedAt !== null;
  if (row.ownerId === personId) return { role: 'owner', visitor: false, trashed };
  if (trashed) return undefined;
  if (row.given !== null) return { role: row.given, visitor: false, trashed };
  return row.visibility === 'private' ? undefined : { role: 'viewer', visitor: true, trashed };
}
