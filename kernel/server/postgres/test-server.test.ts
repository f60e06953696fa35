import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './test-server.ts';

async function run(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('a test database', () => {
  it('is a copy of a template that is made once, also when several ask at once', async () => {
    let made = 0;
    const migrate = async (connectionString: string) => {
      made += 1;
      await run(connectionString, 'create table things (name text)');
    };
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase('test_server_once', migrate)));
    expect(made).toBe(1);
    const [first, second] = databases;
    await run(first?.connectionString ?? '', `insert into things values ('one')`);
    expect(await run(second?.connectionString ?? '', 'select * from things')).toEqual([]);
    await Promise.all(databases.map(({ drop }) => drop()));
    await expect(run(first?.connectionString ?? '', 'select 1')).rejects.toThrow(/does not exist/);
  });

  it('makes the template again after the making failed', async () => {
    const failing = createTestDatabase('test_server_failing', () =>
      Promise.reject(new Error('The migration is wrong.')),
    );
    await expect(failing).rejects.toThrow('The migration is wrong.');
    const database = await createTestDatabase('test_server_failing', async () => undefined);
    expect(await run(database.connectionString, 'select 1 as one')).toEqual([{ one: 1 }]);
    await database.drop();
  });
});
