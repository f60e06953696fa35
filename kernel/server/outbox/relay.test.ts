import { sql as query } from 'drizzle-orm';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { event } from '@e-code/kernel/contract';
import { systemActor } from '../access/actor.ts';
import { connectDatabase } from '../database/connect.ts';
import type { Database } from '../database/connect.ts';
import { createLog } from '../log.ts';
import { migratePlatform } from '../platform.ts';
import { createTestDatabase } from '../postgres/test-server.ts';
import type { TestDatabase } from '../postgres/test-server.ts';
import { createEmit } from './emit.ts';
import { startRelay, subscription } from './relay.ts';
import type { Relay, Subscription } from './relay.ts';

const counted = event('numbers.counted', z.object({ number: z.number() }));
const log = createLog('silent');

let holder: TestDatabase;
let database: Database;
const relays: Relay[] = [];

beforeAll(async () => {
  holder = await createTestDatabase('kernel', async (connectionString) => {
    const template = connectDatabase(connectionString, log);
    await migratePlatform({ database: template }, []);
    await template.close();
  });
  database = connectDatabase(holder.connectionString, log);
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  await database.read.execute(query`DELETE FROM kernel.outbox`);
});
afterAll(async () => {
  await database.close();
  await holder.drop();
});

async function count(numbers: number[], fail = false): Promise<void> {
  await database.transaction(async (sql) => {
    const emit = createEmit(sql, systemActor('test'), () => new Date());
    for (const number of numbers) await emit(counted, { number });
    if (fail) throw new Error('rolled back');
  });
}

function start(subscriptions: Subscription[], now = (): Date => new Date()): Relay {
  const relay = startRelay({ database, subscriptions, clock: { now }, log, sweepMs: 60_000 });
  relays.push(relay);
  return relay;
}

async function waiting(): Promise<number> {
  const { rows } = await database.read.execute<{ count: number }>(
    query`SELECT count(*)::int AS count FROM kernel.outbox`,
  );
  return rows[0]?.count ?? 0;
}

describe('the relay', () => {
  it('tells committed facts in order, with who caused them, and nothing of a rolled back transaction', async () => {
    const told: unknown[] = [];
    const relay = start([
      subscription('test.told', counted, ({ payload, actor }) => void told.push([payload.number, actor.id])),
    ]);
    await count([1, 2]);
    await expect(count([3], true)).rejects.toThrow('rolled back');
    await relay.settled();
    expect(told).toEqual([
      [1, 'system:test'],
      [2, 'system:test'],
    ]);
    expect(await waiting()).toBe(0);
  });

  it('tells what a killed process left behind', async () => {
    await count([7]);
    const told: number[] = [];
    await start([subscription('test.told', counted, ({ payload }) => void told.push(payload.number))]).settled();
    expect(told).toEqual([7]);
  });

  it('tries a failed subscriber again without telling the others twice', async () => {
    const told: string[] = [];
    let broken = true;
    let now = new Date();
    const relay = start(
      [
        subscription('test.first', counted, () => void told.push('first')),
        subscription('test.second', counted, () => {
          if (broken) throw new Error('not now');
          told.push('second');
        }),
      ],
      () => now,
    );
    await count([1]);
    await relay.settled();
    expect([told, await waiting()]).toEqual([['first'], 1]);
    broken = false;
    now = new Date(now.getTime() + 60_000);
    await relay.settled();
    expect([told, await waiting()]).toEqual([['first', 'second'], 0]);
  });

  it('lets a subscriber’s own writes and its delivery stand or fall together', async () => {
    await database.read.execute(query`CREATE TABLE IF NOT EXISTS heard (number int)`);
    const relay = start([
      subscription('test.writes', counted, async ({ payload }, { sql, afterCommit }) => {
        await sql.execute(query`INSERT INTO heard VALUES (${payload.number})`);
        afterCommit(() => expect(payload.number).toBe(1));
        if (payload.number === 2) throw new Error('after writing');
      }),
    ]);
    await count([1, 2]);
    await relay.settled();
    const { rows } = await database.read.execute(query`SELECT number FROM heard`);
    expect(rows).toEqual([{ number: 1 }]);
  });

  it('shares the work between processes and tells each fact once', async () => {
    const told: number[] = [];
    const subscriptions = [subscription('test.told', counted, ({ payload }) => void told.push(payload.number))];
    const numbers = Array.from({ length: 250 }, (_, index) => index);
    await count(numbers);
    await Promise.all([start(subscriptions).settled(), start(subscriptions).settled()]);
    await relays[0]?.settled();
    expect(told.toSorted((a, b) => a - b)).toEqual(numbers);
  });
});
