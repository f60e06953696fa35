import { count, eq } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { projectErrors } from '../../contract/index.ts';
import { guestLinks, guests } from '../tables.ts';

const MOST_GUESTS = 50;

/** Holds the link, so that two who enter at once are counted one after the other. @throws guest_link_full */
export async function requirePlace(sql: Sql, linkId: string): Promise<void> {
  await sql.select().from(guestLinks).where(eq(guestLinks.id, linkId)).for('update');
  const before = await countGuests(sql, eq(guestLinks.id, linkId));
  if (before >= MOST_GUESTS) throw projectErrors.guest_link_full({ most: MOST_GUESTS });
}

/** How many came by the links that fit. */
export async function countGuests(sql: Sql, ofWhich: SQL): Promise<number> {
  const [found] = await sql
    .select({ guests: count() })
    .from(guests)
    .innerJoin(guestLinks, eq(guestLinks.id, guests.linkId))
    .where(ofWhich);
  return found?.guests ?? 0;
}
