import { and, asc, eq, min } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { notifications } from '../tables.ts';
import type { NotificationRow } from '../tables.ts';

const waitsFor = (personId: string) => and(eq(notifications.personId, personId), eq(notifications.mail, 'waiting'));

/** When the first of what waits for a mail to this person happened. */
export async function oldestWaiting(sql: Sql, personId: string): Promise<Date> {
  const [found] = await sql
    .select({ at: min(notifications.createdAt) })
    .from(notifications)
    .where(waitsFor(personId));
  if (found?.at == null) throw new Error('Nothing waits for a mail');
  return found.at;
}

/** Takes what waits, from the first to the last; nobody else takes it until the transaction ends. */
export function takeWaiting(sql: Sql, personId: string): Promise<NotificationRow[]> {
  return sql.select().from(notifications).where(waitsFor(personId)).orderBy(asc(notifications.number)).for('update');
}
