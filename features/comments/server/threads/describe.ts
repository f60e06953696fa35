import { asc, inArray } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { Comment, Thread } from '../../contract/index.ts';
import { comments, guests } from '../tables.ts';
import type { CommentRow, ThreadRow } from '../tables.ts';
import type { People } from './parts.ts';

/** What stands where the name of somebody without an account would. */
const GONE = 'Deleted account';

/** Threads with what was said in them and the names of everybody. */
export async function describeThreads(sql: Sql, people: People, rows: ThreadRow[]): Promise<Thread[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const said = await sql.select().from(comments).where(inArray(comments.threadId, ids)).orderBy(asc(comments.number));
  const named = rows.flatMap(({ resolvedBy, assigneeId }) => [resolvedBy, assigneeId].filter((id) => id !== null));
  const nameOf = await readNames(sql, people, [...named, ...said.flatMap(peopleIn)]);
  const byThread = Map.groupBy(said, ({ threadId }) => threadId);
  return rows.map((row) => present(row, byThread.get(row.id) ?? [], nameOf));
}

export async function describeComment(sql: Sql, people: People, row: CommentRow): Promise<Comment> {
  return presentComment(row, await readNames(sql, people, peopleIn(row)));
}

const peopleIn = ({ authorId, mentions }: CommentRow): string[] => [authorId, ...mentions];

type NameOf = (id: string) => { id: string; name: string };

async function readNames(sql: Sql, people: People, ids: string[]): Promise<NameOf> {
  const all = [...new Set(ids)];
  const names = await people.names(sql, all);
  const others = all.filter((id) => !names.has(id));
  const visitors = others.length === 0 ? [] : await sql.select().from(guests).where(inArray(guests.id, others));
  for (const { id, name } of visitors) names.set(id, name);
  return (id) => ({ id, name: names.get(id) ?? GONE });
}

function present(row: ThreadRow, said: CommentRow[], nameOf: NameOf): Thread {
  const { id, number, quotation, attached, resolvedAt, resolvedBy, assigneeId, dueOn, createdAt } = row;
  return {
    id,
    number,
    quotation,
    attached,
    resolved: resolvedAt === null || resolvedBy === null ? null : { at: resolvedAt, by: nameOf(resolvedBy) },
    assignee: assigneeId === null ? null : nameOf(assigneeId),
    dueOn,
    createdAt,
    comments: said.map((comment) => presentComment(comment, nameOf)),
  };
}

function presentComment(
  { id, authorId, body, mentions, createdAt, editedAt, deletedAt }: CommentRow,
  nameOf: NameOf,
): Comment {
  const deleted = deletedAt !== null;
  return {
    id,
    author: nameOf(authorId),
    body: deleted ? '' : body,
    mentions: deleted ? [] : mentions.map(nameOf),
    createdAt,
    editedAt,
    deleted,
  };
}
