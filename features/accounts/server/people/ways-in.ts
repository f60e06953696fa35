import { eq, sql as query } from 'drizzle-orm';
import { accountsErrors } from '@e-code/accounts/contract';
import type { Sql } from '@e-code/kernel/server';
import { identities, passkeys, passwords, people } from '../tables.ts';

/**
 * Refuses to leave a person without a way in: after the removal there must be a password, a passkey or a linked identity.
 * A mailed link does not count, as the mail may stay in the outbox. Call it after the removal, in its transaction.
 * @throws last_way_in
 */
export async function keepAWayIn(sql: Sql, personId: string): Promise<void> {
  // Two removals at once would each see what the other takes away.
  await sql.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('update');
  const { rows } = await sql.execute<{ count: number }>(query`
    SELECT ((SELECT count(*) FROM ${passwords} WHERE ${passwords.personId} = ${personId})
      + (SELECT count(*) FROM ${passkeys} WHERE ${passkeys.personId} = ${personId})
      + (SELECT count(*) FROM ${identities} WHERE ${identities.personId} = ${personId}))::int AS count`);
  if (rows[0]?.count === 0) throw accountsErrors.last_way_in();
}
