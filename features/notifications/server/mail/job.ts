import { inArray } from 'drizzle-orm';
import { job } from '@e-code/kernel/server';
import type { ServerFeature, Sql } from '@e-code/kernel/server';
import { z } from 'zod';
import type { Parts } from '../inbox/parts.ts';
import { notifications } from '../tables.ts';
import type { NotificationRow } from '../tables.ts';
import { writeLetter } from './letter.ts';
import { takeWaiting } from './waiting.ts';

export const MAIL_JOB = 'notifications:mail';

/** Sends what people did not read meanwhile, all that waits for one of them in one mail. */
export function mailJobs(parts: Parts): NonNullable<ServerFeature['jobs']> {
  return [
    job({
      name: MAIL_JOB,
      payload: z.object({ personId: z.string() }),
      runsAs: 'notifications',
      run: ({ personId }) => parts.kernel.database.transaction((sql) => sendWaiting(parts, sql, personId)),
    }),
  ];
}

/** The rows stay locked while the mail leaves: it is sent again only when the process dies between that and the commit. */
async function sendWaiting({ kernel, mail, people }: Parts, sql: Sql, personId: string): Promise<void> {
  const waiting = await takeWaiting(sql, personId);
  const unread = waiting.filter(({ readAt, doneAt }) => readAt === null && doneAt === null);
  const to = await people.addressOf(sql, personId);
  const needed = to === undefined ? [] : unread;
  await settle(
    sql,
    'not_needed',
    waiting.filter((row) => !needed.includes(row)),
  );
  if (to === undefined || needed.length === 0) return;
  await settle(sql, 'sent', needed);
  const names = await people.names(sql, [...new Set(needed.map(({ actorId }) => actorId))]);
  await mail.send({ to, ...writeLetter(kernel.site.publicOrigin, needed, names) });
}

async function settle(sql: Sql, how: 'sent' | 'not_needed', rows: NotificationRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await sql.update(notifications).set({ mail: how }).where(inArray(notifications.id, ids));
}
