import type { IncomingMessage } from 'node:http';
import { and, eq, gt } from 'drizzle-orm';
import type { Guest, Kernel, Origin } from '@e-code/kernel/server';
import { guestLinks, guests } from '../tables.ts';
import { readGuestCookie } from './cookie.ts';
import { hashSecret } from './secret.ts';

/**
 * The guest whose cookie a request carries, while their link lasts. Read from the database each time: guests are few, and
 * what was taken back is gone with the next request without anything to invalidate.
 */
export async function identifyGuest(
  { clock, database, site }: Pick<Kernel, 'clock' | 'database' | 'site'>,
  request: IncomingMessage,
  origin: Origin,
): Promise<Guest | undefined> {
  const secret = readGuestCookie(request, site);
  if (secret === undefined) return undefined;
  const [found] = await database.read
    .select({ id: guests.id, name: guests.name, subject: guestLinks.projectId })
    .from(guests)
    .innerJoin(guestLinks, eq(guestLinks.id, guests.linkId))
    .where(and(eq(guests.cookieHash, hashSecret(secret)), gt(guestLinks.expiresAt, clock.now())));
  return found && { kind: 'guest', ...found, sessionId: found.id, origin };
}
