import { mkdtemp, rm } from 'node:fs/promises';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsSettings, createAccounts } from '@e-code/accounts/server';
import { createTestPerson } from '@e-code/accounts/server/testing';
import {
  Connections,
  connectDatabase,
  createLog,
  createMemoryBus,
  createSite,
  migratePlatform,
  readSettings,
  systemClock,
} from '@e-code/kernel/server';
import type { Kernel } from '@e-code/kernel/server';
import { startEmbeddedPostgres } from '@e-code/kernel/server/postgres';
import { createFileStore, createOutboxMail } from '@e-code/port-mail/drivers';
import { median, report } from './figures.ts';

/**
 * How fast the server says who sent a request: cookie, hash, session, on one processor and without HTTP. Sessions that
 * were seen in the last half minute come from memory; what is revoked leaves it at once.
 */
const TURNS = 10;
const CHECKS = 10_000;

/** Milliseconds of one check, by turns. */
async function measure(kernel: Kernel): Promise<number[]> {
  const outbox = await createFileStore(join(kernel.dataDirectory, 'outbox'));
  const mail = createOutboxMail({
    store: outbox,
    from: { name: 'E-Code', address: 'e-code@example.org' },
    now: systemClock.now,
  });
  const accounts = createAccounts(kernel, { settings: readSettings(accountsSettings, {}), mail, outbox });
  await migratePlatform(kernel, [accounts]);
  const request = new IncomingMessage(new Socket());
  request.headers = { cookie: (await createTestPerson(kernel)).cookie };
  const actor = await accounts.identify?.(request);
  if (actor?.kind !== 'person') throw new Error('The session is not known.');
  const turns: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const begin = performance.now();
    for (let check = 0; check < CHECKS; check += 1) await accounts.identify?.(request);
    turns.push((performance.now() - begin) / CHECKS);
  }
  return turns;
}

const dataDirectory = await mkdtemp(join(tmpdir(), 'ecode-bench-'));
const log = createLog('warn');
const postgres = await startEmbeddedPostgres({ dataDirectory: join(dataDirectory, 'postgres'), log });
const database = connectDatabase(postgres.connectionString, log);
try {
  const turns = await measure({
    bus: createMemoryBus(),
    clock: systemClock,
    connections: new Connections(),
    database,
    dataDirectory,
    log,
    site: createSite({ appsDomain: 'apps.localhost' }, 3000),
  });
  const each = median(turns);
  report('Session check in the process', [
    { name: 'checks a second', value: 1000 / each, unit: '/s', goal: { atLeast: 20_000 } },
    { name: 'each', value: each, unit: 'ms', goal: { atMost: 0.3 } },
  ]);
} finally {
  await database.close();
  await postgres.stop();
  await rm(dataDirectory, { recursive: true, force: true });
}
