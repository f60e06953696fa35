import { and, eq, inArray } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { notificationKinds } from '../../contract/index.ts';
import type { NotificationKind, Ways } from '../../contract/index.ts';
import { ways } from '../tables.ts';

/** A mail for what waits for the person; what only tells them stays in the inbox. */
const usual: Ways = {
  mention: { inbox: true, mail: true },
  assign: { inbox: true, mail: true },
  reply: { inbox: true, mail: true },
  resolve: { inbox: true, mail: false },
};

/** How a person wants to hear of each kind. */
export async function readWays(sql: Sql, personId: string): Promise<Ways> {
  const rows = await sql.select().from(ways).where(eq(ways.personId, personId));
  const decided = new Map(rows.map(({ kind, inbox, mail }) => [kind, { inbox, mail }]));
  return Object.fromEntries(notificationKinds.map((kind) => [kind, decided.get(kind) ?? usual[kind]])) as Ways;
}

/** How each of these people wants to hear of one kind. */
export async function waysFor(
  sql: Sql,
  kind: NotificationKind,
  personIds: string[],
): Promise<(personId: string) => { inbox: boolean; mail: boolean }> {
  const rows = await sql
    .select()
    .from(ways)
    .where(and(eq(ways.kind, kind), inArray(ways.personId, personIds)));
  const decided = new Map(rows.map(({ personId, inbox, mail }) => [personId, { inbox, mail }]));
  return (personId) => decided.get(personId) ?? usual[kind];
}

export async function writeWay(
  sql: Sql,
  personId: string,
  { kind, inbox, mail }: { kind: NotificationKind; inbox: boolean; mail: boolean },
): Promise<Ways> {
  await sql
    .insert(ways)
    .values({ personId, kind, inbox, mail })
    .onConflictDoUpdate({ target: [ways.personId, ways.kind], set: { inbox, mail } });
  return readWays(sql, personId);
}
