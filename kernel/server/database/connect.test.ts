import { sql as query } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../postgres/test-server.ts';
import type { TestDatabase } from '../postgres/test-server.ts';
import { createLog } from '../log.ts';
import { connectDatabase } from './connect.ts';
import type { Database } from './connect.ts';

let holder: TestDatabase;
let database: Database;

beforeEach(async () => {
  holder = await createTestDatabase('empty', async () => undefined);
  database = connectDatabase(holder.connectionString, createLog('silent'), { connections: 1 });
});
afterEach(() => holder.drop());

describe('a database with one connection', () => {
  it('goes on after the connection broke at the beginning of a transaction, and closes', async () => {
    database.pool.once('acquire', (client) => void client.end());
    await expect(database.transaction((sql) => sql.execute(query`SELECT 1`))).rejects.toThrow('begin');
    const { rows } = await database.transaction((sql) => sql.execute(query`SELECT 1 AS one`));
    expect(rows).toEqual([{ one: 1 }]);
    await expect(database.close()).resolves.toBeUndefined();
  });

  it('takes a transaction back when its work fails, and says why', async () => {
    await database.transaction((sql) => sql.execute(query`CREATE TABLE a (x int)`));
    const work = database.transaction(async (sql) => {
      await sql.execute(query`INSERT INTO a VALUES (1)`);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect((await database.read.execute(query`SELECT * FROM a`)).rows).toEqual([]);
    await database.close();
  });
});
