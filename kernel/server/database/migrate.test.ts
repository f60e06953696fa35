import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../postgres/test-server.ts';
import type { TestDatabase } from '../postgres/test-server.ts';
import { createLog } from '../log.ts';
import { connectDatabase } from './connect.ts';
import { migrate } from './migrate.ts';
import type { MigrationSource } from './migrate.ts';

let holder: TestDatabase;
let pool: pg.Pool;
let folder: string;
let sources: MigrationSource[];

beforeEach(async () => {
  holder = await createTestDatabase('empty', async () => undefined);
  ({ pool } = connectDatabase(holder.connectionString, createLog('silent')));
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  sources = [{ owner: 'room', directory: pathToFileURL(`${folder}/`) }];
});
afterEach(async () => {
  await pool.end();
  await holder.drop();
  await rm(folder, { recursive: true });
});

const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text);

describe('migrating', () => {
  it('applies each file once', async () => {
    await write('0001_a.sql', 'CREATE TABLE a (x int)');
    expect((await migrate(pool, sources)).applied).toEqual(['room/0001_a.sql']);
    expect((await migrate(pool, sources)).applied).toEqual([]);
  });

  it('applies a file that lands later with a lower number', async () => {
    await write('0002_b.sql', 'CREATE TABLE b (x int)');
    await migrate(pool, sources);
    await write('0001_a.sql', 'CREATE TABLE a (x int)');
    expect((await migrate(pool, sources)).applied).toEqual(['room/0001_a.sql']);
  });

  it('refuses a file that was edited after it ran', async () => {
    await write('0001_a.sql', 'CREATE TABLE a (x int)');
    await migrate(pool, sources);
    await write('0001_a.sql', 'CREATE TABLE a (x bigint)');
    await expect(migrate(pool, sources)).rejects.toThrow('room/0001_a.sql was edited after it ran');
  });

  it('rolls a failing file back whole and names it', async () => {
    await write('0001_a.sql', 'CREATE TABLE a (x int); SELECT nonsense');
    await expect(migrate(pool, sources)).rejects.toThrow(/0001_a\.sql failed and was rolled back: .*nonsense/);
    expect((await pool.query("SELECT to_regclass('a') AS a")).rows).toEqual([{ a: null }]);
  });

  it('lets processes that start together wait for each other', async () => {
    await write('0001_a.sql', 'CREATE TABLE a (x int)');
    const results = await Promise.all([1, 2, 3].map(() => migrate(pool, sources)));
    expect(results.flatMap(({ applied }) => applied)).toEqual(['room/0001_a.sql']);
  });

  it('refuses a file whose name does not say its place', async () => {
    await write('first.sql', 'SELECT 1');
    await expect(migrate(pool, sources)).rejects.toThrow('room/first.sql is not named');
  });
});
