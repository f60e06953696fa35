import { sql as query } from 'drizzle-orm';
import { Logger, parseCronItems, run } from 'graphile-worker';
import type { JobHelpers, Runner } from 'graphile-worker';
import type { z } from 'zod';
import { systemActor } from '../access/actor.ts';
import type { SystemActor } from '../access/actor.ts';
import type { Database, Sql } from '../database/connect.ts';
import type { Log } from '../log.ts';

/** Work that happens later or at a time, at least once. `runsAs` is its access rule: the named part of the platform that acts. */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  payload: Payload;
  runsAs: string;
  /** Five-field cron in UTC, when the job runs by the clock. */
  cron?: string;
  run(payload: z.output<Payload>, call: { actor: SystemActor; signal: AbortSignal }): Promise<void>;
}

/** Declares a job; keeps the payload's type. */
export function job<Payload extends z.ZodType>(definition: JobDefinition<Payload>): JobDefinition {
  return definition;
}

/** Queues a job in the transaction of the caller. */
export async function addJob(
  sql: Sql,
  name: string,
  payload: unknown,
  options: { key?: string; at?: Date } = {},
): Promise<void> {
  await sql.execute(query`SELECT graphile_worker.add_job(
    identifier => ${name}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${options.at?.toISOString() ?? null}::timestamptz, job_key => ${options.key ?? null})`);
}

/** Installs the queue's schema and starts to work on it. */
export async function startJobs(database: Database, jobs: JobDefinition[], log: Log): Promise<Runner> {
  return run({
    pgPool: database.pool,
    concurrency: 4,
    noHandleSignals: true,
    noPreparedStatements: true,
    parsedCronItems: parseCronItems(
      jobs.flatMap(({ name, cron }) => (cron === undefined ? [] : [{ task: name, match: cron, identifier: name }])),
    ),
    taskList: Object.fromEntries(
      jobs.map((definition) => [
        definition.name,
        (payload: unknown, helpers: JobHelpers) => work(definition, payload, helpers.abortSignal),
      ]),
    ),
    logger: new Logger(() => (level, message) => {
      if (String(level) === 'error') log.error(message);
      else log.debug(message);
    }),
  });
}

async function work(definition: JobDefinition, payload: unknown, signal: AbortSignal): Promise<void> {
  // Entries of the clock carry `_cron` and nothing that the job declared.
  const fromClock = typeof payload === 'object' && payload !== null && '_cron' in payload;
  const parsed = definition.payload.parse(fromClock ? {} : payload);
  await definition.run(parsed, { actor: systemActor(definition.runsAs), signal });
}
