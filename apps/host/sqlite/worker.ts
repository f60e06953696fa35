import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import type { SqliteCell, SqliteTable } from '../contract/sqlite.ts';
import type { SqliteAnswer, SqliteOutcome, SqliteWork } from './work.ts';

/** Longer text and bytes are cut: a cell is looked at, not read. */
const textLimit = 500;
const byteLimit = 32;
/** Counting more rows than this takes too long to wait for. */
const countLimit = 5_000_000;

/** A name as SQL has it, whatever is in it. */
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function tablesOf(database: DatabaseSync): SqliteTable[] {
  const found = database
    .prepare(
      `SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
    )
    .all();
  const columns = database.prepare('SELECT name, type, pk FROM pragma_table_info(?)');
  return found.map(({ name, type }) => ({
    name: String(name),
    kind: type === 'view' ? 'view' : 'table',
    columns: columns
      .all(String(name))
      .map((column) => ({ name: String(column['name']), type: String(column['type']), key: Number(column['pk']) > 0 })),
  }));
}

function rowsOf(database: DatabaseSync, work: SqliteWork & { kind: 'rows' }): SqliteAnswer {
  const table = tablesOf(database).find(({ name }) => name === work.table);
  if (table === undefined) throw new Error(`no such table: ${work.table}`);
  const names = table.columns.map(({ name }) => name);
  const order = names.includes(work.order ?? '')
    ? ` ORDER BY ${quote(work.order ?? '')} ${work.descending ? 'DESC' : 'ASC'}`
    : '';
  const matches = names.map((name) => `instr(lower(${quote(name)}), lower(:filter)) > 0`).join(' OR ');
  const where = work.filter === '' || names.length === 0 ? '' : ` WHERE ${matches}`;
  const parameters: Record<string, string> = where === '' ? {} : { filter: work.filter };
  const from = `FROM ${quote(work.table)}${where}`;
  const statement = database.prepare(`SELECT * ${from}${order} LIMIT ${work.limit} OFFSET ${work.offset}`);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const rows = statement.all(parameters) as unknown as SQLOutputValue[][];
  const counting = database.prepare(`SELECT count(*) AS total FROM (SELECT 1 ${from} LIMIT ${countLimit + 1})`);
  const total = Number(counting.get(parameters)?.['total'] ?? 0);
  return { columns: names, rows: rows.map((row) => row.map(toCell)), total: total > countLimit ? null : total };
}

function toCell(value: SQLOutputValue): SqliteCell {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Uint8Array) {
    return { kind: 'bytes', start: Buffer.from(value.subarray(0, byteLimit)).toString('hex'), length: value.length };
  }
  // JSON has no word for these.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value.length <= textLimit) return value;
  return { kind: 'text', start: value.slice(0, textLimit), length: value.length };
}

function answer(work: SqliteWork): SqliteAnswer {
  const database = new DatabaseSync(work.absolute, { readOnly: true });
  try {
    // Programs of the project may be writing.
    database.exec('PRAGMA busy_timeout = 2000');
    return work.kind === 'tables' ? { tables: tablesOf(database) } : rowsOf(database, work);
  } finally {
    database.close();
  }
}

function outcomeOf(work: SqliteWork): SqliteOutcome {
  try {
    return { answer: answer(work) };
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

async function main(): Promise<void> {
  const work = JSON.parse(await text(process.stdin)) as SqliteWork;
  process.stdout.write(JSON.stringify(outcomeOf(work)));
}

void main();
