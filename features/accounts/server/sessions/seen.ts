import { createUseWriter } from '@e-code/kernel/server';
import type { Kernel, UseWriter } from '@e-code/kernel/server';
import { sql as query } from 'drizzle-orm';

/** A session ends after this long without use, and after ABSOLUTE_DAYS in any case. */
export const IDLE_DAYS = 30;
const ABSOLUTE_DAYS = 180;

/** Writes when sessions were last seen and from where, and so how long they last. */
export function createSeenWriter(kernel: Kernel): UseWriter {
  return createUseWriter(kernel, 'sessions', ({ ids, addresses, at }) =>
    kernel.database.read.execute(query`
      UPDATE accounts.sessions SET seen_at = ${at.toISOString()}::timestamptz, address = seen.address,
        expires_at = least(created_at + make_interval(days => ${ABSOLUTE_DAYS}),
          ${at.toISOString()}::timestamptz + make_interval(days => ${IDLE_DAYS}))
      FROM unnest(${query.param(ids)}::text[], ${query.param(addresses)}::text[]) AS seen (id, address)
      WHERE sessions.id = seen.id`),
  );
}
