import { and, eq, isNull } from 'drizzle-orm';
import { participantOf } from '@e-code/kernel/server';
import type { Sql } from '@e-code/kernel/server';
import { comments } from '../tables.ts';
import type { ThreadRow } from '../tables.ts';
import type { Notify, OfProject, Parts } from './parts.ts';

type Kind = Parameters<Notify>[2]['kind'];

/** Tells members of what happened in a thread; whoever did it knows, and who left the project is not told. */
export async function tellPeople(
  { notify, projects }: Parts,
  call: OfProject,
  thread: ThreadRow,
  { kind, people, text }: { kind: Kind; people: readonly string[]; text: string },
): Promise<void> {
  const { id: actorId, kind: actorKind, name } = participantOf(call.actor);
  const others = new Set(people.filter((id) => id !== actorId));
  if (others.size === 0) return;
  const members = new Set(await projects.memberIds(call.sql, thread.projectId));
  const project = await projects.titleOf(call.sql, thread.projectId);
  if (project === undefined) return;
  await notify(
    call,
    [...others].filter((id) => members.has(id)),
    {
      kind,
      actorId,
      ...(actorKind === 'guest' && { actorName: name }),
      project: { id: thread.projectId, name: project.name },
      subject: thread.id,
      title: thread.quotation.path,
      text,
      address: `/p/${project.slug}?thread=${thread.id}`,
    },
  );
}

/** Everybody who wrote in a thread or has to see to it. */
export async function peopleOf(sql: Sql, { id, assigneeId }: ThreadRow): Promise<string[]> {
  const rows = await sql
    .selectDistinct({ author: comments.authorId })
    .from(comments)
    .where(and(eq(comments.threadId, id), isNull(comments.deletedAt)));
  return [...new Set([...rows.map(({ author }) => author), ...(assigneeId === null ? [] : [assigneeId])])];
}
