import { and, count, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { Notification } from '../../contract/index.ts';
import { notifications } from '../tables.ts';
import type { NotificationRow } from '../tables.ts';
import type { People } from './parts.ts';

interface Filter {
  filter: 'inbox' | 'unread' | 'mine' | 'done';
  cursor?: number | undefined;
  limit: number;
}

export interface Count {
  personId: string;
  unread: number;
}

/** What a person has in the inbox and did not read. */
export async function countUnread(sql: Sql, personId: string): Promise<Count> {
  const { readAt, doneAt } = notifications;
  const [found] = await sql
    .select({ unread: count() })
    .from(notifications)
    .where(and(ofPerson(personId), isNull(readAt), isNull(doneAt)));
  return { personId, unread: found?.unread ?? 0 };
}

/** One page of a person's inbox, the latest first. */
export async function listNotifications(
  sql: Sql,
  people: People,
  personId: string,
  { filter, cursor, limit }: Filter,
): Promise<Count & { notifications: Notification[]; next: number | null }> {
  const before = cursor === undefined ? undefined : lt(notifications.number, cursor);
  const rows = await sql
    .select()
    .from(notifications)
    .where(and(ofPerson(personId), before, ...matches(filter)))
    .orderBy(desc(notifications.number))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const names = await people.names(sql, [...new Set(page.map(({ actorId }) => actorId))]);
  return {
    ...(await countUnread(sql, personId)),
    notifications: page.map((row) => present(row, names)),
    next: last?.number ?? null,
  };
}

const ofPerson = (personId: string): SQL | undefined =>
  and(eq(notifications.personId, personId), eq(notifications.inInbox, true));

function matches(filter: Filter['filter']): SQL[] {
  const { doneAt, kind, readAt } = notifications;
  if (filter === 'done') return [isNotNull(doneAt)];
  const open = isNull(doneAt);
  if (filter === 'unread') return [open, isNull(readAt)];
  return filter === 'mine' ? [open, inArray(kind, ['mention', 'assign'])] : [open];
}

function present(row: NotificationRow, names: Map<string, string>): Notification {
  const { id, number, kind, actorId, actorName, projectId, projectName } = row;
  const { title, excerpt, address, createdAt, readAt, doneAt } = row;
  return {
    id,
    number,
    kind,
    actor: { id: actorId, name: names.get(actorId) ?? actorName ?? 'Deleted account' },
    project: { id: projectId, name: projectName },
    title,
    excerpt,
    address,
    createdAt,
    read: readAt !== null,
    done: doneAt !== null,
  };
}
