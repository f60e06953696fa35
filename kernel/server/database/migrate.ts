import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

/** A folder of `NNNN_<slug>.sql` files and the room that owns it. */
export interface MigrationSource {
  owner: string;
  directory: URL;
}

interface Migration {
  name: string;
  text: string;
  checksum: string;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

// Any fixed number does; it only has to be the same for all processes of the installation.
const LOCK_KEY = 7_310_552_401;

/**
 * Brings the database to the state that the code expects. Migrations are applied as a set, not as "newer than the last":
 * two branches may land out of order and neither is skipped. Each runs in its own transaction and is remembered with a
 * checksum, because a file that changed after it ran describes a database that does not exist.
 * Processes that start together wait for each other on an advisory lock.
 */
export async function migrate(pool: pg.Pool, sources: MigrationSource[]): Promise<{ applied: string[] }> {
  const migrations = (await Promise.all(sources.map(readMigrations))).flat();
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(`
      CREATE SCHEMA IF NOT EXISTS kernel;
      CREATE TABLE IF NOT EXISTS kernel.migrations (
        name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    return { applied: await applyMissing(client, migrations) };
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK_KEY]).catch(() => undefined);
    client.release();
  }
}

async function applyMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM kernel.migrations',
  );
  const known = new Map(rows.map((row) => [row.name, row.checksum]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum === migration.checksum) continue;
    if (checksum !== undefined) {
      throw new MigrationError(`${migration.name} was edited after it ran. Restore the file and add a new migration.`);
    }
    await apply(client, migration);
    applied.push(migration.name);
  }
  return applied;
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(migration.text);
    await client.query('INSERT INTO kernel.migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`${migration.name} failed and was rolled back: ${reason}`, { cause: error });
  }
}

async function readMigrations({ owner, directory }: MigrationSource): Promise<Migration[]> {
  const files = (await readdir(directory)).toSorted();
  const wrong = files.find((file) => !FILE_NAME.test(file));
  if (wrong !== undefined) throw new MigrationError(`${owner}/${wrong} is not named NNNN_<slug>.sql`);
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, directory), 'utf8');
      return { name: `${owner}/${file}`, text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
}
