import type pg from 'pg';
import { readsValue, type Evaluation, type NextEntry, type SpaceState, type StoredEntry } from '../../evaluate.ts';
import type { Waiting } from '../../group-commit.ts';

type BySpace = ReadonlyMap<string, readonly Waiting[]>;

/** Locks the spaces, makes those that are missing, and reads every key that their changes name. */
export async function readState(client: pg.PoolClient, bySpace: BySpace): Promise<Map<string, SpaceState>> {
  const counters = await lockSpaces(client, [...bySpace.keys()].toSorted());
  const entries = await readEntries(client, bySpace);
  return new Map(
    counters.map(({ id, keys, bytes, revision }) => [
      id,
      {
        keys: Number(keys),
        bytes: Number(bytes),
        revision: Number(revision),
        entries: entries.get(id) ?? new Map<string, StoredEntry>(),
      },
    ]),
  );
}

interface CounterRow {
  readonly id: string;
  readonly keys: string;
  readonly bytes: string;
  readonly revision: string;
}

/** In one order, so that two processes never wait for each other. */
async function lockSpaces(client: pg.PoolClient, ids: readonly string[]): Promise<CounterRow[]> {
  const lock = {
    name: 'kv_lock',
    text: 'SELECT id, keys, bytes, revision FROM kv.spaces WHERE id = ANY($1) ORDER BY id FOR UPDATE',
    values: [ids],
  };
  const { rows } = await client.query<CounterRow>(lock);
  if (rows.length === ids.length) return rows;
  await client.query('INSERT INTO kv.spaces (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [ids]);
  return (await client.query<CounterRow>(lock)).rows;
}

interface EntryRow {
  readonly space: string;
  readonly key: Buffer;
  readonly bytes: number;
  readonly revision: string;
  readonly expires_at: string | null;
  readonly value: Buffer | null;
}

async function readEntries(client: pg.PoolClient, bySpace: BySpace): Promise<Map<string, Map<string, StoredEntry>>> {
  const spaces: string[] = [];
  const keys: Buffer[] = [];
  const needed: boolean[] = [];
  for (const [space, named] of namedKeys(bySpace)) {
    for (const [key, value] of named) {
      spaces.push(space);
      keys.push(Buffer.from(key));
      needed.push(value);
    }
  }
  const { rows } = await client.query<EntryRow>({
    name: 'kv_state',
    text: `SELECT space, key, octet_length(value) AS bytes, revision, expires_at,
        CASE WHEN named.needed THEN value END AS value
      FROM unnest($1::text[], $2::bytea[], $3::bool[]) AS named (space, key, needed) JOIN kv.entries USING (space, key)`,
    values: [spaces, keys, needed],
  });
  const found = new Map<string, Map<string, StoredEntry>>();
  for (const { space, key, bytes, revision, expires_at: expiresAt, value } of rows) {
    const entries = found.get(space) ?? new Map<string, StoredEntry>();
    found.set(space, entries);
    entries.set(key.toString(), {
      bytes,
      revision: Number(revision),
      expiresAt: expiresAt === null ? null : Number(expiresAt),
      ...(value !== null && { value }),
    });
  }
  return found;
}

/** Each key once, and whether its value is needed. */
function namedKeys(bySpace: BySpace): Map<string, Map<string, boolean>> {
  const named = new Map<string, Map<string, boolean>>();
  for (const [space, waiting] of bySpace) {
    const keys = new Map<string, boolean>();
    named.set(space, keys);
    for (const { change } of waiting) {
      for (const { key } of change.checks) keys.set(key, keys.get(key) ?? false);
      for (const write of change.writes) keys.set(write.key, (keys.get(write.key) ?? false) || readsValue(write));
    }
  }
  return named;
}

/** Writes what the evaluations say, with three statements whatever their number. */
export async function writeEvaluations(
  client: pg.PoolClient,
  evaluations: ReadonlyMap<string, Evaluation>,
): Promise<void> {
  const set: (NextEntry & { space: string; key: string })[] = [];
  const removed: { space: string; key: string }[] = [];
  for (const [space, { writes }] of evaluations) {
    for (const [key, next] of writes) {
      if (next === undefined) removed.push({ space, key });
      else set.push({ space, key, ...next });
    }
  }
  if (set.length > 0) await writeEntries(client, set);
  if (removed.length > 0) await removeEntries(client, removed);
  if (set.length + removed.length > 0) await writeCounters(client, evaluations);
}

async function writeEntries(
  client: pg.PoolClient,
  entries: readonly (NextEntry & { space: string; key: string })[],
): Promise<void> {
  await client.query({
    name: 'kv_write',
    text: `INSERT INTO kv.entries (space, key, value, revision, expires_at)
      SELECT * FROM unnest($1::text[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[])
      ON CONFLICT (space, key) DO UPDATE
        SET value = excluded.value, revision = excluded.revision, expires_at = excluded.expires_at`,
    values: [
      entries.map(({ space }) => space),
      entries.map(({ key }) => Buffer.from(key)),
      entries.map(({ value }) => value),
      entries.map(({ revision }) => revision),
      entries.map(({ expiresAt }) => expiresAt),
    ],
  });
}

async function removeEntries(client: pg.PoolClient, entries: readonly { space: string; key: string }[]): Promise<void> {
  await client.query({
    name: 'kv_remove',
    text: `DELETE FROM kv.entries USING unnest($1::text[], $2::bytea[]) AS gone (space, key)
      WHERE entries.space = gone.space AND entries.key = gone.key`,
    values: [entries.map(({ space }) => space), entries.map(({ key }) => Buffer.from(key))],
  });
}

async function writeCounters(client: pg.PoolClient, evaluations: ReadonlyMap<string, Evaluation>): Promise<void> {
  const all = [...evaluations];
  await client.query({
    name: 'kv_count',
    text: `UPDATE kv.spaces SET keys = now.keys, bytes = now.bytes, revision = now.revision
      FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) AS now (id, keys, bytes, revision)
      WHERE spaces.id = now.id`,
    values: [
      all.map(([id]) => id),
      all.map(([, { keys }]) => keys),
      all.map(([, { bytes }]) => bytes),
      all.map(([, { revision }]) => revision),
    ],
  });
}
