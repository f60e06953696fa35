import { kernelErrors } from '@e-code/kernel/contract';
import { makeId } from '@e-code/kernel/server';
import type { Call, Person, Sql } from '@e-code/kernel/server';
import { guestEntered, includesRole } from '../../contract/index.ts';
import type { Parts } from '../life/parts.ts';
import { standingOf } from '../membership/standing.ts';
import { aboutProject } from '../record/about.ts';
import { guests } from '../tables.ts';
import type { GuestLinkRow, ProjectRow } from '../tables.ts';
import { requirePlace } from './places.ts';
import { roleByLink } from './standing.ts';

/** Whether a link gives a person more than they have. Members keep what they were given: a link changes no role. */
export async function gainsBy(link: GuestLinkRow, sql: Sql, personId: string): Promise<boolean> {
  const standing = await standingOf(sql, link.projectId, personId);
  if (standing === undefined) return true;
  return standing.visitor && !includesRole(standing.role, roleByLink[link.permission]);
}

/**
 * Lets a person with an account in as themselves, until the link ends; nothing happens when it gives them nothing more.
 * @throws guest_link_full
 */
export async function joinByLink(
  { kernel }: Parts,
  { sql, emit, afterCommit }: Call<unknown>,
  { link, project, person }: { link: GuestLinkRow; project: ProjectRow; person: Person },
): Promise<void> {
  // A key acts within what its person chose for it, and none makes another way in.
  if (person.token !== undefined) throw kernelErrors.token_not_accepted();
  if (!(await gainsBy(link, sql, person.id))) return;
  await requirePlace(sql, link.id);
  const guest = { id: makeId('gst'), name: person.name };
  const enteredAt = kernel.clock.now();
  const row = { ...guest, linkId: link.id, personId: person.id, enteredAt };
  const entered = await sql.insert(guests).values(row).onConflictDoNothing().returning();
  if (entered.length === 0) return;
  const about = { ...aboutProject(project), linkId: link.id };
  await emit(guestEntered, { ...about, guestId: guest.id, guestName: guest.name });
  // What they had open of a project that everybody may see is checked against what they may do now.
  afterCommit(() => kernel.connections.endSubject(project.id, 'Your role in this project has changed.', person.id));
}
