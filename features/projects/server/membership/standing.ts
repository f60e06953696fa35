import { and, eq } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { Role } from '../../contract/index.ts';
import { isGuestId, roleOfJoined, standingOfGuest } from '../guests/standing.ts';
import { members, projects } from '../tables.ts';

/** How a person or guest stands to a project that they may see. */
export interface Standing {
  role: Role;
  /** Visitors see a project because it is public or unlisted, or came by a guest link; everybody else works in it. */
  visitor: boolean;
  /** A guest link gives them this role. */
  byLink: boolean;
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
  const works = { visitor: false, byLink: false, trashed };
  if (row.ownerId === personId) return { role: 'owner', ...works };
  if (trashed) return undefined;
  // Members have what they were given, also when a link would give more.
  if (row.given !== null) return { role: row.given, ...works };
  const visits = { visitor: true, trashed };
  const joined = await roleOfJoined(sql, projectId, personId);
  if (joined !== undefined) return { role: joined, byLink: true, ...visits };
  return row.visibility === 'private' ? undefined : { role: 'viewer', byLink: false, ...visits };
}
