import type { Occurrence, Sql } from '@e-code/kernel/server';
import { entries } from '../tables.ts';
import { withoutSecrets } from './secrets.ts';

/** Writes an event into the trail, once. */
export async function record(sql: Sql, { id, name, payload, actor, occurredAt }: Occurrence): Promise<void> {
  await sql
    .insert(entries)
    .values({
      occurrence: BigInt(id),
      at: occurredAt,
      event: name,
      actorKind: actor.kind,
      actorId: actor.id,
      actorKey: actor.token ?? null,
      address: actor.address,
      agent: actor.agent,
      payload: withoutSecrets(payload),
    })
    .onConflictDoNothing({ target: entries.occurrence });
}
