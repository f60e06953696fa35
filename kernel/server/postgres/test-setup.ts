import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from './supervisor.ts';
import type { SupervisorLog } from './postmaster.ts';
import { TEST_RUN, dropTestDatabases } from './test-server.ts';

const quiet: SupervisorLog = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Runs once before all tests (vitest `globalSetup`): starts a server for them, or takes the one that TEST_DATABASE_URL
 * names. Workers get both variables with their environment.
 *
 * @returns what vitest calls after the last test
 */
export async function setup(): Promise<() => Promise<void>> {
  const run = randomBytes(4).toString('hex');
  process.env[TEST_RUN] = run;
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return () => dropTestDatabases(given, run);

  const dataDirectory = await mkdtemp(join(tmpdir(), 'e-code-test-postgres-'));
  const server = await startEmbeddedPostgres({ dataDirectory, log: quiet, durable: false, maxConnections: 300 });
  process.env['TEST_DATABASE_URL'] = server.connectionString;
  return async () => {
    delete process.env['TEST_DATABASE_URL'];
    await server.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
}
