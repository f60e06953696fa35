import { sql as query } from 'drizzle-orm';
import type { z } from 'zod';
import type { EventDefinition } from '@e-code/kernel/contract';
import type { Actor } from '../access/actor.ts';
import type { Sql } from '../database/connect.ts';

/** Who caused an event, as it is kept. */
export interface EventActor {
  kind: Exclude<Actor['kind'], 'program'>;
  id: string | null;
  address: string | null;
  agent: string | null;
  /** The token with which a person did it, by its identifier. */
  token?: string;
}

/** Records a fact in the transaction that makes it true; the relay tells it to subscribers after the commit. */
export type Emit = <Payload extends z.ZodType>(
  definition: EventDefinition<string, Payload>,
  payload: z.input<Payload>,
) => Promise<void>;

/** The emitter of one call: bound to its transaction and actor. */
export function createEmit(sql: Sql, actor: Actor, now: () => Date): Emit {
  const who = JSON.stringify(describeActor(actor));
  return async (definition, payload) => {
    const body = JSON.stringify(definition.payload.parse(payload));
    await sql.execute(query`
      INSERT INTO kernel.outbox (name, payload, actor, occurred_at)
      VALUES (${definition.name}, ${body}::jsonb, ${who}::jsonb, ${now().toISOString()}::timestamptz)`);
  };
}

function describeActor(actor: Actor): EventActor {
  // A program acts on its own, as parts of the platform do; its identifier says where it runs.
  if (actor.kind === 'system' || actor.kind === 'program')
    return { kind: 'system', id: actor.id, address: null, agent: null };
  const { address, agent } = actor.origin;
  if (actor.kind === 'anonymous') return { kind: actor.kind, id: null, address, agent };
  if (actor.kind === 'guest') return { kind: actor.kind, id: actor.id, address, agent };
  const { kind, id, sessionId, token } = actor;
  return { kind, id, address, agent, ...(token && { token: sessionId }) };
}
