import { and, eq } from 'drizzle-orm';
import { kernelErrors } from '@e-code/kernel/contract';
import { personOf } from '@e-code/kernel/server';
import type { Call } from '@e-code/kernel/server';
import { memberAdded, memberRemoved, memberRoleChanged, projectErrors } from '../../contract/index.ts';
import type { Member, MemberRole } from '../../contract/index.ts';
import type { Parts } from '../life/parts.ts';
import { aboutProject } from '../record/about.ts';
import { lockProject, readProject, requireOutsideTrash } from '../record/find.ts';
import { nameReader } from '../record/people.ts';
import { members } from '../tables.ts';

type OfProject<More = unknown> = Call<{ projectId: string } & More>;
type OfMember<More = unknown> = OfProject<{ personId: string } & More>;

/** The owner, then the members by name. */
export async function listMembers({ people }: Parts, { actor, input, sql }: OfProject): Promise<Member[]> {
  const { ownerId } = await readProject(sql, input.projectId);
  const rows = await sql.select().from(members).where(eq(members.projectId, input.projectId));
  const ids = [ownerId, ...rows.map(({ personId }) => personId)];
  const nameOf = await nameReader({ sql, people, known: personOf(actor) }, ids);
  const present = rows.map(({ personId: id, role }) => ({ person: { id, name: nameOf(id) }, role }));
  present.sort((a, b) => a.person.name.localeCompare(b.person.name));
  return [{ person: { id: ownerId, name: nameOf(ownerId) }, role: 'owner' }, ...present];
}

/** @throws person_unknown, already_member, in_trash */
export async function addMember(
  { kernel, people }: Parts,
  { afterCommit, emit, input, sql }: OfProject<{ email: string; role: MemberRole }>,
): Promise<Member> {
  const project = requireOutsideTrash(await lockProject(sql, input.projectId));
  const person = await people.findByEmail(sql, input.email);
  if (person === undefined) throw projectErrors.person_unknown({ email: input.email });
  if (person.id === project.ownerId) throw projectErrors.already_member({ name: person.name });
  const added = await sql
    .insert(members)
    .values({ projectId: project.id, personId: person.id, role: input.role, addedAt: kernel.clock.now() })
    .onConflictDoNothing()
    .returning();
  if (added.length === 0) throw projectErrors.already_member({ name: person.name });
  await emit(memberAdded, { ...aboutProject(project), personId: person.id, role: input.role });
  // Who saw the project before, by a link or because it is public, is checked against the role they have now.
  afterCommit(() => kernel.connections.endSubject(project.id, 'Your role in this project has changed.', person.id));
  return { person, role: input.role };
}

/** The member's open connections end, so that the next one is checked against the role they have now. */
export async function changeMember(
  { kernel, people }: Parts,
  { actor, afterCommit, emit, input, sql }: OfMember<{ role: MemberRole }>,
): Promise<Member> {
  const { personId: id, role } = input;
  const project = requireOutsideTrash(await lockProject(sql, input.projectId));
  const [former] = await sql.select().from(members).where(isMember(input));
  if (former === undefined) throw kernelErrors.not_found();
  const nameOf = await nameReader({ sql, people, known: personOf(actor) }, [id]);
  const member = { person: { id, name: nameOf(id) }, role };
  if (former.role === role) return member;
  await sql.update(members).set({ role }).where(isMember(input));
  await emit(memberRoleChanged, { ...aboutProject(project), personId: id, from: former.role, to: role });
  afterCommit(() => kernel.connections.endSubject(project.id, 'Your role in this project has changed.', id));
  return member;
}

export async function removeMember({ kernel }: Parts, { afterCommit, emit, input, sql }: OfMember): Promise<void> {
  const project = await lockProject(sql, input.projectId);
  const removed = await sql.delete(members).where(isMember(input)).returning();
  if (removed.length === 0) throw kernelErrors.not_found();
  await emit(memberRemoved, { ...aboutProject(project), personId: input.personId });
  afterCommit(() =>
    kernel.connections.endSubject(project.id, 'You are no longer a member of this project.', input.personId),
  );
}

function isMember({ projectId, personId }: { projectId: string; personId: string }) {
  return and(eq(members.projectId, projectId), eq(members.personId, personId));
}
