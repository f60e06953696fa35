import { readFile } from 'node:fs/promises';
import type pg from 'pg';
import { evaluate, type Evaluation } from '../../evaluate.ts';
import { GroupCommit, type Waiting } from '../../group-commit.ts';
import type { Change, Entry, KvPort, KvReport, Limits, Listing, Outcome, Range, Usage } from '../../port.ts';
import { gather } from '../../gather.ts';
import { readState, writeEvaluations } from './batch.ts';
import { afterPrefix } from '../../key-order.ts';

export interface PostgresOptions {
  /** Asked at each use, since a platform may connect after its parts were chosen. */
  readonly pool: () => pg.Pool;
  readonly now?: () => number;
}

/** Keeps spaces in tables of its own, in the schema `kv`. */
export function createPostgresKv(options: PostgresOptions): KvPort {
  return new PostgresKv(options);
}

interface Asked {
  readonly space: string;
  readonly key: string;
}

interface Row {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly bytes: number;
  readonly revision: string;
  readonly expires_at: string | null;
}

class PostgresKv implements KvPort {
  readonly #pool: () => pg.Pool;
  readonly #now: () => number;
  readonly #commits = new GroupCommit((waiting) => this.#commit(waiting));
  readonly #read = gather((asked: readonly Asked[]) => this.#readAll(asked));

  constructor({ pool, now = Date.now }: PostgresOptions) {
    this.#pool = pool;
    this.#now = now;
  }

  async prepare(): Promise<void> {
    const client = await this.#pool().connect();
    try {
      // Two processes that begin at once would both find the schema missing.
      await client.query('BEGIN; SELECT pg_advisory_xact_lock(7205759403792794)');
      await client.query(await readFile(new URL('schema.sql', import.meta.url), 'utf8'));
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }

  async describe(): Promise<KvReport> {
    const { rows } = await this.#pool().query<{ synchronous_commit: string }>('SHOW synchronous_commit');
    const durability =
      rows[0]?.synchronous_commit === 'off'
        ? 'The server has synchronous_commit off: a crash may take the last second of acknowledged writes.'
        : 'What was acknowledged is on the disk of the PostgreSQL server.';
    return { driver: 'postgres', durability };
  }

  get(space: string, keys: readonly string[]): Promise<(Entry | undefined)[]> {
    return Promise.all(keys.map((key) => this.#read({ space, key })));
  }

  async list(space: string, { prefix, after, limit, values }: Range): Promise<Listing> {
    const { rows } = await this.#pool().query<Row>({
      name: values ? 'kv_list_values' : 'kv_list',
      text: `SELECT key, revision, octet_length(value) AS bytes, expires_at${values ? ', value' : ''} FROM kv.entries
        WHERE space = $1 AND key >= $2 AND ($3::bytea IS NULL OR key < $3) AND ($4::bytea IS NULL OR key > $4)
          AND (expires_at IS NULL OR expires_at > $5)
        ORDER BY key LIMIT $6`,
      values: [
        space,
        Buffer.from(prefix),
        afterPrefix(prefix),
        after === undefined ? null : Buffer.from(after),
        this.#now(),
        limit + 1,
      ],
    });
    const entries = rows.slice(0, limit).map((row) => ({
      key: row.key.toString(),
      bytes: row.bytes,
      revision: Number(row.revision),
      expiresAt: row.expires_at === null ? null : Number(row.expires_at),
      ...(values && { value: row.value }),
    }));
    return { entries, more: rows.length > limit };
  }

  change(space: string, change: Change, limits: Limits): Promise<Outcome> {
    return this.#commits.add({ space, change, limits });
  }

  async usage(space: string): Promise<Usage> {
    const { rows } = await this.#pool().query<{ keys: string; bytes: string }>(
      'SELECT keys, bytes FROM kv.spaces WHERE id = $1',
      [space],
    );
    return { keys: Number(rows[0]?.keys ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
  }

  /** Spaces are locked before their entries, as commits do, and in the order of their names. */
  async sweep(most: number): Promise<number> {
    const { rows } = await this.#pool().query<{ removed: string }>(
      `WITH due AS (SELECT space, key FROM kv.entries WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2),
        held AS (SELECT id FROM kv.spaces WHERE id IN (SELECT space FROM due) ORDER BY id FOR UPDATE),
        removed AS (
          DELETE FROM kv.entries e USING due, held
          WHERE e.space = due.space AND e.key = due.key AND held.id = e.space AND e.expires_at <= $1
          RETURNING e.space, octet_length(e.key) + octet_length(e.value) AS bytes),
        counted AS (SELECT space, count(*) AS keys, sum(bytes) AS bytes FROM removed GROUP BY space),
        updated AS (UPDATE kv.spaces s SET keys = s.keys - c.keys, bytes = s.bytes - c.bytes
          FROM counted c WHERE s.id = c.space)
      SELECT count(*) AS removed FROM removed`,
      [this.#now(), most],
    );
    return Number(rows[0]?.removed ?? 0);
  }

  async drop(space: string): Promise<void> {
    await this.#pool().query('DELETE FROM kv.spaces WHERE id = $1', [space]);
  }

  close(): Promise<void> {
    return this.#commits.settled();
  }

  async #readAll(asked: readonly Asked[]): Promise<(Entry | undefined)[]> {
    const { rows } = await this.#pool().query<Row & { place: string }>({
      name: 'kv_get',
      text: `SELECT asked.place, value, revision, expires_at
        FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (space, key, place)
        JOIN kv.entries USING (space, key) WHERE expires_at IS NULL OR expires_at > $3`,
      values: [asked.map(({ space }) => space), asked.map(({ key }) => Buffer.from(key)), this.#now()],
    });
    const found: (Entry | undefined)[] = asked.map(() => undefined);
    for (const { place, value, revision, expires_at: expiresAt } of rows) {
      found[Number(place) - 1] = {
        value,
        revision: Number(revision),
        expiresAt: expiresAt === null ? null : Number(expiresAt),
      };
    }
    return found;
  }

  /** All waiting changes of all spaces in one transaction. */
  async #commit(waiting: readonly Waiting[]): Promise<readonly Outcome[]> {
    const client = await this.#pool().connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const bySpace = Map.groupBy(waiting, ({ space }) => space);
      const states = await readState(client, bySpace);
      const now = this.#now();
      const evaluations = new Map<string, Evaluation>();
      for (const [space, all] of bySpace) {
        const state = states.get(space);
        if (state === undefined) throw new Error(`The space ${space} was not made.`);
        const changes = all.map(({ change }) => change);
        evaluations.set(
          space,
          evaluate(
            state,
            changes,
            all.map(({ limits }) => limits),
            now,
          ),
        );
      }
      await writeEvaluations(client, evaluations);
      await client.query('COMMIT');
      return inOrder(waiting, evaluations);
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      // A connection in the middle of a transaction is not given to the next.
      client.release(broken);
    }
  }
}

/** The outcomes of the spaces, in the order of the queue. */
function inOrder(waiting: readonly Waiting[], evaluations: ReadonlyMap<string, Evaluation>): Outcome[] {
  const taken = new Map<string, number>();
  return waiting.map(({ space }) => {
    const index = taken.get(space) ?? 0;
    taken.set(space, index + 1);
    const outcome = evaluations.get(space)?.outcomes[index];
    if (outcome === undefined) throw new Error('A change got no outcome.');
    return outcome;
  });
}
