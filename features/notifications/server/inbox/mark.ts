import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { notifications } from '../tables.ts';

export interface Mark {
  as: 'read' | 'unread' | 'done' | 'undone';
  which: { by: 'ids'; ids: string[] } | { by: 'subject'; subject: string } | { by: 'all' };
}

/** Marks what is this person's; ids of others are as if they did not exist. */
export async function markNotifications(sql: Sql, personId: string, now: Date, { as, which }: Mark): Promise<void> {
  const { doneAt, readAt } = notifications;
  const changes = {
    read: { set: { readAt: now }, when: isNull(readAt) },
    unread: { set: { readAt: null }, when: undefined },
    done: { set: { doneAt: now }, when: isNull(doneAt) },
    undone: { set: { doneAt: null }, when: undefined },
  } as const;
  const { set, when } = changes[as];
  await sql
    .update(notifications)
    .set(set)
    .where(and(eq(notifications.personId, personId), wanted(which), when));
}

function wanted(which: Mark['which']): SQL | undefined {
  if (which.by === 'ids') return inArray(notifications.id, which.ids);
  return which.by === 'subject' ? eq(notifications.subject, which.subject) : isNull(notifications.doneAt);
}
