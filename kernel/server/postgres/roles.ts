import pg from 'pg';
import { ADMINISTRATOR_ROLE, PLATFORM_ROLE } from './configuration.ts';

/** Makes the platform's role and its database, when they are not there, and reads the server's version. */
export async function prepareRole(socketDirectory: string): Promise<{ version: string }> {
  const client = new pg.Client({ host: socketDirectory, user: ADMINISTRATOR_ROLE, database: 'postgres' });
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [PLATFORM_ROLE]);
    if (role.rowCount === 0) await client.query(`create role ${PLATFORM_ROLE} login createdb`);
    const database = await client.query('select 1 from pg_database where datname = $1', [PLATFORM_ROLE]);
    if (database.rowCount === 0) {
      await client.query(`create database ${PLATFORM_ROLE} owner ${PLATFORM_ROLE}`);
      // By default every role may connect; databases of projects will have roles of their own.
      await client.query(`revoke all on database ${PLATFORM_ROLE} from public`);
    }
    const answer = await client.query<{ server_version: string }>('show server_version');
    return { version: answer.rows[0]?.server_version ?? '' };
  } finally {
    await client.end();
  }
}

/** A connection string without a password: the socket's directory is the host, and the kernel vouches for the user. */
export function socketConnectionString(socketDirectory: string, database: string = PLATFORM_ROLE): string {
  return `postgresql://${PLATFORM_ROLE}@/${database}?host=${encodeURIComponent(socketDirectory)}`;
}
