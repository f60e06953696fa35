import { sql as query } from 'drizzle-orm';
import type { EventDefinition } from '@e-code/kernel/contract';
import type { z } from 'zod';
import type { Clock } from '../clock.ts';
import { transact } from '../database/connect.ts';
import type { Database, Sql } from '../database/connect.ts';
import type { Log } from '../log.ts';
import type { EventActor } from './emit.ts';

/** An event as subscribers see it. */
export interface Occurrence<Payload = unknown> {
  id: string;
  name: string;
  payload: Payload;
  actor: EventActor;
  occurredAt: Date;
}

/** What a feature does when a fact became true. Runs in the relay's transaction, once per event. */
export interface Subscription {
  /** Unique in the installation, such as `audit.record`. */
  name: string;
  /** The event's name, or `*` for all. */
  event: string;
  handle(occurrence: Occurrence, delivery: Delivery): Promise<void> | void;
}

export interface Delivery {
  sql: Sql;
  /** Work for after the relay's commit, such as a live message: it must not travel before the fact is safe. */
  afterCommit(work: () => void): void;
}

/** Declares a subscription with the payload's type taken from the event. */
export function subscription<Payload extends z.ZodType>(
  name: string,
  definition: EventDefinition<string, Payload>,
  handle: (occurrence: Occurrence<z.output<Payload>>, delivery: Delivery) => Promise<void> | void,
): Subscription {
  return {
    name,
    event: definition.name,
    handle: (occurrence, delivery) =>
      handle({ ...occurrence, payload: definition.payload.parse(occurrence.payload) }, delivery),
  };
}

interface Row extends Record<string, unknown> {
  id: string;
  name: string;
  payload: unknown;
  actor: EventActor;
  occurred_at: string;
  delivered: string[];
  attempts: number;
}

const BATCH = 100;

export interface Relay {
  /** Resolves when everything that was committed before the call has been told. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Tells committed events to their subscribers, in the order of commitment as far as ids show it. It runs after each
 * commit of this process; a sweep finds what a killed process left and what waits for a retry. Rows are locked and
 * skipped when locked, so several processes share the work.
 */
export function startRelay(deps: {
  database: Database;
  subscriptions: Subscription[];
  clock: Clock;
  log: Log;
  sweepMs?: number;
}): Relay {
  let passing: Promise<void> = Promise.resolve();
  let queued = false;
  const pass = async (): Promise<void> => {
    queued = false;
    try {
      while ((await relayBatch(deps)) === BATCH);
    } catch (error) {
      deps.log.warn({ error }, 'Events could not be told; they stay in the outbox and are tried again');
    }
  };
  const poke = (): void => {
    if (queued) return;
    queued = true;
    passing = passing.then(pass);
  };
  const endPokes = deps.database.onCommit(poke);
  const sweep = setInterval(poke, deps.sweepMs ?? 5_000);
  poke();
  return {
    async settled() {
      poke();
      await passing;
    },
    async stop() {
      endPokes();
      clearInterval(sweep);
      await passing;
    },
  };
}

async function relayBatch(deps: Parameters<typeof startRelay>[0]): Promise<number> {
  const afterCommit: (() => void)[] = [];
  // Not `database.transaction`: the relay's own commits must not call it again.
  const count = await transact(deps.database.pool, async (sql) => {
    const { rows } = await sql.execute<Row>(query`
      SELECT id::text, name, payload, actor, occurred_at::text, delivered, attempts FROM kernel.outbox
      WHERE retry_at <= ${deps.clock.now().toISOString()}::timestamptz
      ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`);
    for (const row of rows) await relayOne(deps, sql, row, afterCommit);
    return rows.length;
  });
  for (const work of afterCommit) work();
  return count;
}

async function relayOne(
  deps: Parameters<typeof startRelay>[0],
  sql: Sql,
  row: Row,
  afterCommit: (() => void)[],
): Promise<void> {
  const occurrence = { ...row, occurredAt: new Date(row.occurred_at) };
  const waiting = deps.subscriptions.filter(
    ({ event, name }) => (event === '*' || event === row.name) && !row.delivered.includes(name),
  );
  for (const { name, handle } of waiting) {
    const later: (() => void)[] = [];
    try {
      await sql.transaction(async (inner) => {
        await handle(occurrence, { sql: inner, afterCommit: (work) => later.push(work) });
      });
      afterCommit.push(...later);
    } catch (error) {
      deps.log.error({ error, event: row.name, subscription: name }, 'A subscriber failed; it is tried again');
      await postpone(sql, row, error);
      return;
    }
    row.delivered.push(name);
  }
  await sql.execute(query`DELETE FROM kernel.outbox WHERE id = ${row.id}`);
}

/** Keeps the event with what was delivered and waits longer after each failure, up to ten minutes. */
async function postpone(sql: Sql, row: Row, error: unknown): Promise<void> {
  const seconds = Math.min(600, 2 ** row.attempts);
  const reason = error instanceof Error ? error.message : String(error);
  await sql.execute(query`
    UPDATE kernel.outbox SET attempts = attempts + 1, last_error = ${reason}, delivered = ${query.param(row.delivered)}::text[],
      retry_at = now() + make_interval(secs => ${seconds}) WHERE id = ${row.id}`);
}
