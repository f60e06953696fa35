import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** Names the databases of one test run; set with TEST_DATABASE_URL by the setup of the run. */
export const TEST_RUN = 'TEST_DATABASE_RUN';

export interface TestDatabase {
  connectionString: string;
  /** Ends its connections and removes it. */
  drop(): Promise<void>;
}

/**
 * A database of one test file, copied from a template in some tens of milliseconds. The template is made once in a run
 * by whichever worker comes first; the others wait for it.
 *
 * @param templateName names what `migrate` makes: the same name must always mean the same tables
 * @param migrate fills an empty database and closes its connections
 */
export async function createTestDatabase(
  templateName: string,
  migrate: (connectionString: string) => Promise<void>,
): Promise<TestDatabase> {
  const server = serverUrl();
  const prefix = `test_${process.env[TEST_RUN] ?? process.ppid}`;
  const template = databaseName(`${prefix}_${templateName}`);
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  await withAdministrator(server, async (client) => {
    await ensureTemplate(client, server, template, migrate);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    connectionString: replaceDatabase(server, name),
    drop: () =>
      withAdministrator(
        server,
        async (client) => void (await client.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}

/** Removes every database of a run, templates included, for servers that outlive it. */
export async function dropTestDatabases(server: string, run: string): Promise<void> {
  await withAdministrator(server, async (client) => {
    const pattern = `test\\_${run}\\_%`;
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database where datname like $1', [
      pattern,
    ]);
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  });
}

function serverUrl(): string {
  const url = process.env['TEST_DATABASE_URL'];
  if (url !== undefined && url !== '') return url;
  throw new Error(
    'TEST_DATABASE_URL is not set. Run tests with vitest from the root of the repository: its setup starts a server.',
  );
}

/** Two workers may come at once: the lock is held for the whole making, and the finished one has its name only then. */
async function ensureTemplate(
  client: pg.Client,
  server: string,
  template: string,
  migrate: (connectionString: string) => Promise<void>,
): Promise<void> {
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [template]);
  try {
    const existing = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (existing.rowCount !== 0) return;
    const unfinished = databaseName(`${template}_new`);
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished}`);
    await migrate(replaceDatabase(server, unfinished));
    await client.query(`alter database ${unfinished} rename to ${template}`);
  } finally {
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [template]);
  }
}

/** Makes an identifier that needs no quotes. PostgreSQL cuts names at 63 bytes, which must not make two of them one. */
function databaseName(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_');
  if (plain.length <= 58) return plain;
  throw new Error(`"${text}" is too long for the name of a test database: 58 characters at most.`);
}

function replaceDatabase(server: string, database: string): string {
  // A URL of a socket has no host, which the URL class refuses; only the path changes.
  return server.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${database}`);
}

async function withAdministrator(server: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
