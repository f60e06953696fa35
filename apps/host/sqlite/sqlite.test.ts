import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openProject, type Project } from '../testing/project.ts';

function fill(project: Project, sql: string): void {
  const database = new DatabaseSync(join(project.root, 'a.db'));
  database.exec(sql);
  database.close();
}

const rows = (project: Project, query: Record<string, string | number | boolean>) =>
  project.ask('sqlite.rows', { query: { path: 'a.db', ...query } });

it('tells the tables and views of a database with their columns', async () => {
  const project = await openProject();
  fill(
    project,
    'CREATE TABLE "odd ""name""" (id INTEGER PRIMARY KEY, "select" TEXT); CREATE VIEW v AS SELECT 1 AS one',
  );
  const { tables } = (await project.ask('sqlite.tables', { query: { path: 'a.db' } })).json;
  expect(tables).toEqual([
    {
      name: 'odd "name"',
      kind: 'table',
      columns: [
        { name: 'id', type: 'INTEGER', key: true },
        { name: 'select', type: 'TEXT', key: false },
      ],
    },
    { name: 'v', kind: 'view', columns: [{ name: 'one', type: '', key: false }] },
  ]);
  expect((await rows(project, { table: 'odd "name"', order: 'select' })).json.rows).toEqual([]);
});

it('gives rows in pages, sorted and filtered', async () => {
  const project = await openProject();
  fill(
    project,
    `CREATE TABLE t (n INTEGER, s TEXT);
     WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) INSERT INTO t SELECT n, 'row ' || n FROM c`,
  );
  const page = await rows(project, { table: 't', offset: 10, limit: 2, order: 'n', descending: true });
  expect(page.json).toEqual({
    columns: ['n', 's'],
    rows: [
      [990, 'row 990'],
      [989, 'row 989'],
    ],
    total: 1000,
  });
  expect((await rows(project, { table: 't', filter: 'ROW 99', order: 'n' })).json).toMatchObject({ total: 11 });
  expect((await rows(project, { table: 't', filter: "'; DROP TABLE t; --" })).json).toMatchObject({ total: 0 });
});

it('shows every kind of value, and only the beginning of long ones', async () => {
  const project = await openProject();
  fill(
    project,
    `CREATE TABLE t (a, b, c, d, e); INSERT INTO t VALUES (NULL, 9223372036854775807, 1.5, x'00ff', printf('%.*c', 600, 'x'))`,
  );
  expect((await rows(project, { table: 't' })).json.rows).toEqual([
    [
      null,
      '9223372036854775807',
      1.5,
      { kind: 'bytes', start: '00ff', length: 2 },
      { kind: 'text', start: 'x'.repeat(500), length: 600 },
    ],
  ]);
});

it('changes nothing in the database, and says what is wrong with one that is none', async () => {
  const project = await openProject({ 'b.db': 'this is no database, but long enough to be looked at' });
  fill(project, 'CREATE TABLE t (a)');
  const before = await readFile(join(project.root, 'a.db'));
  await rows(project, { table: 't' });
  expect(await readFile(join(project.root, 'a.db'))).toEqual(before);
  expect((await rows(project, { table: 'absent' })).json).toMatchObject({ details: 'no such table: absent' });
  const refused = await project.ask('sqlite.tables', { query: { path: 'b.db' } });
  expect([refused.status, refused.json.code, refused.json.details]).toEqual([
    422,
    'database_invalid',
    'file is not a database',
  ]);
});

it('ends a question that takes too long, and answers others meanwhile', { timeout: 30_000 }, async () => {
  const project = await openProject();
  fill(
    project,
    'CREATE VIEW endless AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c; CREATE TABLE t (a)',
  );
  const endless = rows(project, { table: 'endless', filter: 'x' });
  expect((await rows(project, { table: 't' })).status).toBe(200);
  expect((await endless).json.code).toBe('database_slow');
});
