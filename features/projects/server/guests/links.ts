import { and, asc, count, desc, eq, gt, inArray } from 'drizzle-orm';
import { addJob, createEmit, makeId } from '@e-code/kernel/server';
import type { Call, Emit, Kernel, Sql, SystemActor } from '@e-code/kernel/server';
import { kernelErrors } from '@e-code/kernel/contract';
import { guestLinkEnded, guestLinkMade, guestRemoved, projectErrors } from '../../contract/index.ts';
import type { GuestLink, GuestPermission } from '../../contract/index.ts';
import type { Parts } from '../life/parts.ts';
import { aboutProject } from '../record/about.ts';
import { lockProject, readProject, requireOutsideTrash } from '../record/find.ts';
import { guestLinks, guests } from '../tables.ts';
import type { GuestLinkRow } from '../tables.ts';
import { cutVisits } from './cut.ts';
import type { Visit } from './cut.ts';
import { hashSecret, makeSecret } from './secret.ts';

type OfProject<More = unknown> = Call<{ projectId: string } & More>;

/** The job that ends a link when its time is over. */
export const END_OF_LINK = 'projects.end_guest_link';
const MOST_LINKS = 20;

/** The links that still work, the latest first. */
export async function listGuestLinks({ kernel, people }: Parts, { sql, input }: OfProject): Promise<GuestLink[]> {
  const links = await sql
    .select()
    .from(guestLinks)
    .where(and(eq(guestLinks.projectId, input.projectId), gt(guestLinks.expiresAt, kernel.clock.now())))
    .orderBy(desc(guestLinks.createdAt));
  if (links.length === 0) return [];
  const ids = links.map((link) => link.id);
  const { id, name, linkId, personId, enteredAt } = guests;
  const present = await sql
    .select({ id, name, linkId, personId, enteredAt })
    .from(guests)
    .where(inArray(linkId, ids))
    .orderBy(asc(enteredAt));
  const accounts = present.flatMap((guest) => guest.personId ?? []);
  const names = accounts.length === 0 ? new Map<string, string>() : await people.names(sql, accounts);
  const byLink = Map.groupBy(present, (guest) => guest.linkId);
  return links.map((link) => ({
    ...withoutSecret(link),
    guests: (byLink.get(link.id) ?? []).map((guest) => ({
      id: guest.id,
      name: names.get(guest.personId ?? '') ?? guest.name,
      account: guest.personId !== null,
      enteredAt: guest.enteredAt,
    })),
  }));
}

/** @throws guest_links_off, in_trash, too_many_guest_links */
export async function createGuestLink(
  { kernel, guestLinks: allowed }: Parts,
  { sql, input, emit }: OfProject<{ permission: GuestPermission; hours: number; asksName: boolean }>,
): Promise<{ link: GuestLink; address: string }> {
  if (!allowed) throw projectErrors.guest_links_off();
  const project = requireOutsideTrash(await lockProject(sql, input.projectId));
  const [existing] = await sql.select({ links: count() }).from(guestLinks).where(eq(guestLinks.projectId, project.id));
  if ((existing?.links ?? 0) >= MOST_LINKS) throw projectErrors.too_many_guest_links({ most: MOST_LINKS });
  const { permission, asksName, hours } = input;
  const secret = makeSecret();
  const createdAt = kernel.clock.now();
  const expiresAt = new Date(createdAt.getTime() + hours * 3_600_000);
  const link = { id: makeId('glk'), projectId: project.id, permission, asksName, createdAt, expiresAt };
  await sql.insert(guestLinks).values({ ...link, secretHash: hashSecret(secret) });
  await addJob(sql, END_OF_LINK, { linkId: link.id }, { key: `${END_OF_LINK}:${link.id}`, at: expiresAt });
  await emit(guestLinkMade, { ...aboutProject(project), linkId: link.id, permission, expiresAt });
  const { projectId: _, ...shown } = link;
  return { link: { ...shown, guests: [] }, address: `${kernel.site.publicOrigin}/guest#${secret}` };
}

/** Ends a link at once: its guests are cut off, and their cookies mean nothing any more. */
export async function revokeGuestLink(
  { kernel }: Parts,
  { sql, input, emit, afterCommit }: OfProject<{ linkId: string }>,
): Promise<void> {
  const ending = and(eq(guestLinks.id, input.linkId), eq(guestLinks.projectId, input.projectId));
  const [link] = await sql.select().from(guestLinks).where(ending);
  if (link === undefined) throw kernelErrors.not_found();
  const visits = await endLink(sql, emit, link, 'owner');
  afterCommit(() => cutVisits(kernel, visits, 'The owner has taken this guest link back.'));
}

/** Ends one visit and leaves the link as it is: whoever still has the address can come by it again. */
export async function removeGuest(
  { kernel }: Parts,
  { sql, input, emit, afterCommit }: OfProject<{ linkId: string; guestId: string }>,
): Promise<void> {
  const { projectId, linkId, guestId } = input;
  const [link] = await sql
    .select()
    .from(guestLinks)
    .where(and(eq(guestLinks.id, linkId), eq(guestLinks.projectId, projectId)));
  if (link === undefined) throw kernelErrors.not_found();
  const [gone] = await sql
    .delete(guests)
    .where(and(eq(guests.id, guestId), eq(guests.linkId, linkId)))
    .returning();
  if (gone === undefined) throw kernelErrors.not_found();
  const about = aboutProject(await readProject(sql, projectId));
  await emit(guestRemoved, { ...about, linkId, guestId, guestName: gone.name });
  const visit = { id: gone.id, personId: gone.personId, projectId };
  afterCommit(() => cutVisits(kernel, [visit], 'The owner has ended your visit.'));
}

/** Ends a link whose time is over; nothing happens when it ended before. */
export async function expireGuestLink(kernel: Kernel, actor: SystemActor, linkId: string): Promise<void> {
  const visits = await kernel.database.transaction(async (sql) => {
    const [link] = await sql.select().from(guestLinks).where(eq(guestLinks.id, linkId));
    return (
      link &&
      endLink(
        sql,
        createEmit(sql, actor, () => kernel.clock.now()),
        link,
        'time',
      )
    );
  });
  cutVisits(kernel, visits ?? [], 'The time of this guest link is over.');
}

async function endLink(sql: Sql, emit: Emit, link: GuestLinkRow, by: 'owner' | 'time'): Promise<Visit[]> {
  const project = await readProject(sql, link.projectId);
  const { id, personId } = guests;
  const present = await sql.select({ id, personId }).from(guests).where(eq(guests.linkId, link.id)).for('update');
  await sql.delete(guestLinks).where(eq(guestLinks.id, link.id));
  await emit(guestLinkEnded, { ...aboutProject(project), linkId: link.id, by, guests: present.length });
  return present.map((visit) => ({ ...visit, projectId: project.id }));
}

function withoutSecret({ id, permission, asksName, createdAt, expiresAt }: GuestLinkRow): Omit<GuestLink, 'guests'> {
  return { id, permission, asksName, createdAt, expiresAt };
}
