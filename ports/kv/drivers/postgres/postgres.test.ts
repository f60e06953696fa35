import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describeKvPort } from '../../suite.ts';
import { createPostgresKv } from './postgres.ts';

const server = process.env['TEST_DATABASE_URL'] ?? '';
const name = `test_${process.env['TEST_DATABASE_RUN'] ?? process.ppid}_kv_${randomBytes(4).toString('hex')}`;
let pool: pg.Pool | undefined;

describeKvPort('postgres', {
  async make(now) {
    await administer(`create database ${name}`);
    // The address of a socket has no host, which the URL class refuses; only the path changes.
    const connectionString = server.replace(/^(\w+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
    pool = new pg.Pool({ connectionString });
    const made = pool;
    return createPostgresKv({ pool: () => made, now });
  },
  async remove() {
    await pool?.end();
    await administer(`drop database ${name} with (force)`);
  },
});

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
