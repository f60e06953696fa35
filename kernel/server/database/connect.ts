import { DrizzleQueryError } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase, NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgTransaction } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { Log } from '../log.ts';

/** Typed queries, either on the pool or inside a transaction. */
export type Sql = NodePgDatabase | PgTransaction<NodePgQueryResultHKT>;

/** The platform's database. Services never see it: they get `Sql`, which is the transaction when there is one. */
export interface Database {
  /** Queries outside a transaction, for reads. */
  read: Sql;
  /** Runs `work` in one transaction; it is rolled back when `work` throws. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Called after each commit of `transaction`. @returns the function that ends it. */
  onCommit(listener: () => void): () => void;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * One transaction on a connection that comes back to the pool however it ends. `drizzle(pool).transaction` keeps the
 * connection for ever when `begin` itself fails (0.45): each restart of the database took some away, and closing waited
 * for them.
 */
export async function transact<Result>(pool: pg.Pool, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    return await drizzle(client).transaction((transaction) => work(transaction));
  } finally {
    client.release();
  }
}

/** Opens a pool. Connections are made on demand, so a database that starts later is found by the next query. */
export function connectDatabase(connectionString: string, log: Log, options: { connections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString,
    max: options.connections ?? 12,
    connectionTimeoutMillis: 5_000,
    application_name: 'e-code',
  });
  // An idle connection that the server closed must not end the process; the pool replaces it on the next query.
  let closing = false;
  const noteLoss = (error: Error): void => {
    if (!closing) log.warn({ reason: error.message }, 'A database connection was closed');
  };
  pool.on('error', noteLoss);
  pool.on('connect', (client) => client.on('error', noteLoss));
  const listeners = new Set<() => void>();
  return {
    read: drizzle(pool),
    pool,
    async transaction(work) {
      const result = await transact(pool, work);
      for (const listener of listeners) listener();
      return result;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closing = true;
      return pool.end();
    },
  };
}

// SQLSTATE classes: 08 connection, 53 resources, 57P0x the server is stopping or starting.
const UNAVAILABLE_STATES = /^(08|53)|^57P0[123]$/;
const UNAVAILABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

// What the client itself says, without a code.
const UNAVAILABLE_WORDS = /Connection terminated|timeout exceeded when|is not queryable|Client was closed/;

/** Whether an error means that the database did not answer, rather than that it refused the statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.cause instanceof Error && isDatabaseUnavailable(error.cause)) return true;
  // A socket that breaks within a query is the database's; one that breaks elsewhere may be anybody's.
  if (error instanceof DrizzleQueryError && UNAVAILABLE_CODES.has(codeOf(error.cause))) return true;
  const code = codeOf(error);
  const fromSocket = UNAVAILABLE_CODES.has(code) && 'syscall' in error && error.syscall === 'connect';
  return fromSocket || UNAVAILABLE_STATES.test(code) || UNAVAILABLE_WORDS.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
