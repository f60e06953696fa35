import { join, resolve } from 'node:path';
import { connectDatabase } from '@e-code/kernel/server';
import type { Database, Log } from '@e-code/kernel/server';
import { startEmbeddedPostgres } from '@e-code/kernel/server/postgres';
import type { ServerSettings } from './settings.ts';

export interface OpenDatabase {
  database: Database;
  /** What is used, without secrets, for the start message. */
  description: string;
  close(): Promise<void>;
}

/** Opens the server that DATABASE_URL names, or starts the embedded one below the data directory. */
export async function openDatabase(settings: ServerSettings, log: Log): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) {
    const database = connectDatabase(settings.databaseUrl, log);
    const { host = 'the address of DATABASE_URL' } = database.pool.options;
    return { database, description: `PostgreSQL at ${host}`, close: () => database.close() };
  }
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(resolve(settings.dataDirectory), 'postgres'),
    log,
  });
  const database = connectDatabase(postgres.connectionString, log);
  return {
    database,
    description: `embedded PostgreSQL ${postgres.version}`,
    async close() {
      await database.close();
      await postgres.stop();
    },
  };
}
