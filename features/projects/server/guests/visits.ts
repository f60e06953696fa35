import { and, eq, gt } from 'drizzle-orm';
import { makeId } from '@e-code/kernel/server';
import type { Call, Sql } from '@e-code/kernel/server';
import { guestEntered, guestLeft, projectErrors } from '../../contract/index.ts';
import type { GuestPermission } from '../../contract/index.ts';
import type { Parts } from '../life/parts.ts';
import { aboutProject } from '../record/about.ts';
import { readProject } from '../record/find.ts';
import { guestLinks, guests, projects } from '../tables.ts';
import type { GuestLinkRow, ProjectRow } from '../tables.ts';
import { guestCookie } from './cookie.ts';
import { gainsBy, joinByLink } from './join.ts';
import { countGuests, requirePlace } from './places.ts';
import { hashSecret, makeSecret } from './secret.ts';

export interface LinkDescription {
  project: string;
  owner: string;
  permission: GuestPermission;
  asksName: boolean;
  expiresAt: Date;
  signedIn: { name: string; slug: string | null } | null;
}

export interface Visit {
  name: string;
  permission: GuestPermission;
  expiresAt: Date;
  project: { name: string; slug: string };
}

/** @throws guest_link_unknown */
export async function readGuestLink(
  parts: Parts,
  { actor, sql, input }: Call<{ secret: string }>,
): Promise<LinkDescription> {
  const { link, project } = await findLink(parts, sql, input.secret);
  const names = await parts.people.names(sql, [project.ownerId]);
  const { permission, asksName, expiresAt } = link;
  const needs = actor.kind === 'person' && (await gainsBy(link, sql, actor.id));
  return {
    project: project.name,
    owner: names.get(project.ownerId) ?? '',
    permission,
    asksName,
    expiresAt,
    signedIn: actor.kind === 'person' ? { name: actor.name, slug: needs ? null : project.slug } : null,
  };
}

/**
 * Makes the browser a guest of the link's project, or lets the person who is signed in there in as themselves. Who is its
 * guest already stays who they are.
 * @throws guest_link_unknown, guest_link_full, guest_name_missing
 */
export async function enterAsGuest(
  parts: Parts,
  call: Call<{ secret: string; name?: string | undefined }>,
): Promise<{ slug: string }> {
  const { actor, sql, input, emit, setCookie, afterCommit } = call;
  const { link, project } = await findLink(parts, sql, input.secret);
  if (actor.kind === 'person') {
    await joinByLink(parts, call, { link, project, person: actor });
    return { slug: project.slug };
  }
  if (actor.kind === 'guest' && (await isGuestOf(sql, actor.id, link.id))) return { slug: project.slug };
  if (link.asksName && input.name === undefined) throw projectErrors.guest_name_missing();
  await requirePlace(sql, link.id);
  const { clock, site } = parts.kernel;
  const secret = makeSecret();
  const enteredAt = clock.now();
  const number = (await countGuests(sql, eq(guestLinks.projectId, project.id))) + 1;
  const guest = { id: makeId('gst'), name: `Guest ${input.name ?? number}` };
  await sql.insert(guests).values({ ...guest, linkId: link.id, cookieHash: hashSecret(secret), enteredAt });
  const about = { ...aboutProject(project), linkId: link.id };
  await emit(guestEntered, { ...about, guestId: guest.id, guestName: guest.name });
  const seconds = (link.expiresAt.getTime() - enteredAt.getTime()) / 1_000;
  afterCommit(() => setCookie(guestCookie(site, secret, seconds)));
  return { slug: project.slug };
}

/** As which guest the caller is here; undefined for everybody else. */
export async function readVisit({ sql, actor }: Call<unknown>): Promise<Visit | undefined> {
  if (actor.kind !== 'guest') return undefined;
  const [visit] = await sql
    .select({
      name: guests.name,
      permission: guestLinks.permission,
      expiresAt: guestLinks.expiresAt,
      project: { name: projects.name, slug: projects.slug },
    })
    .from(guests)
    .innerJoin(guestLinks, eq(guestLinks.id, guests.linkId))
    .innerJoin(projects, eq(projects.id, guestLinks.projectId))
    .where(eq(guests.id, actor.id));
  return visit;
}

/** The guest goes; the cookie is taken also from who is none any more. */
export async function endVisit(
  { kernel }: Parts,
  { sql, actor, emit, setCookie, afterCommit }: Call<unknown>,
): Promise<void> {
  afterCommit(() => setCookie(guestCookie(kernel.site)));
  if (actor.kind !== 'guest') return;
  const [gone] = await sql.delete(guests).where(eq(guests.id, actor.id)).returning();
  if (gone === undefined) return;
  const project = await readProject(sql, actor.subject);
  const about = { ...aboutProject(project), linkId: gone.linkId };
  await emit(guestLeft, { ...about, guestId: gone.id, guestName: gone.name });
  afterCommit(() => kernel.connections.endSession(gone.id, 'You ended your visit.'));
}

async function findLink(
  { kernel, guestLinks: allowed }: Parts,
  sql: Sql,
  secret: string,
): Promise<{ link: GuestLinkRow; project: ProjectRow }> {
  const [link] = await sql
    .select()
    .from(guestLinks)
    .where(and(eq(guestLinks.secretHash, hashSecret(secret)), gt(guestLinks.expiresAt, kernel.clock.now())));
  if (!allowed || link === undefined) throw projectErrors.guest_link_unknown();
  const project = await readProject(sql, link.projectId);
  // A project in the trash has no guests; restored, its links work again until they end.
  if (project.trashedAt !== null) throw projectErrors.guest_link_unknown();
  return { link, project };
}

async function isGuestOf(sql: Sql, guestId: string, linkId: string): Promise<boolean> {
  const rows = await sql
    .select({ id: guests.id })
    .from(guests)
    .where(and(eq(guests.id, guestId), eq(guests.linkId, linkId)));
  return rows.length > 0;
}
