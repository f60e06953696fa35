import { createClient, RESP_TYPES, SocketClosedUnexpectedlyError as ConnectionLost } from '@redis/client';
import { evaluate, type Evaluation, type StoredEntry } from '../../evaluate.ts';
import { GroupCommit, type Waiting } from '../../group-commit.ts';
import { KvUnavailable } from '../../port.ts';
import type {
  Change,
  Entry,
  KvPort,
  KvReport,
  Limits,
  ListedEntry,
  Listing,
  Outcome,
  Range,
  Usage,
} from '../../port.ts';
import { gather } from '../../gather.ts';
import { afterPrefix } from '../../key-order.ts';
import { pack, readExpiry, unpack, unpackExpiry, writeExpiry } from './packing.ts';

export interface RedisOptions {
  /** Such as `redis://127.0.0.1:6379`, or the path of a socket. */
  readonly server: { readonly url: string } | { readonly socket: string };
  readonly now?: () => number;
}

/**
 * Keeps spaces in a Redis or Valkey server, whose memory must hold them. For each space a hash of entries, a sorted set of
 * its keys and a hash of counters; changes are guarded with WATCH on the counters, so that several platforms may share a
 * server.
 */
export function createRedisKv(options: RedisOptions): KvPort {
  return new RedisKv(options);
}

interface Asked {
  readonly space: string;
  readonly key: string;
}

const EXPIRIES = 'ecode:kv:expiries';
const entriesOf = (space: string): string => `ecode:kv:{${space}}:entries`;
const keysOf = (space: string): string => `ecode:kv:{${space}}:keys`;
const countersOf = (space: string): string => `ecode:kv:{${space}}:counters`;

type Client = ReturnType<typeof connect>;

/** Strings come as bytes: values are not text. */
function connect(server: RedisOptions['server']) {
  const place = 'url' in server ? { url: server.url } : { socket: { path: server.socket, tls: false as const } };
  const client = createClient({ ...place, disableOfflineQueue: true });
  // Without a listener a lost connection would end the platform; each command says by itself that it failed.
  client.on('error', () => undefined);
  return client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
}

class RedisKv implements KvPort {
  readonly #client: Client;
  /** WATCH belongs to a connection, so changes have one of their own. */
  readonly #writer: Client;
  readonly #now: () => number;
  readonly #commits = new GroupCommit((waiting) => this.#commit(waiting));
  readonly #read = gather((asked: readonly Asked[]) => this.#readAll(asked));

  constructor({ server, now = Date.now }: RedisOptions) {
    this.#client = connect(server);
    this.#writer = connect(server);
    this.#now = now;
  }

  async prepare(): Promise<void> {
    for (const client of [this.#client, this.#writer]) if (!client.isOpen) await client.connect();
  }

  /** What fails while a connection is lost fails for that reason. */
  async #answered<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (cause) {
      if (this.#client.isReady && this.#writer.isReady && !(cause instanceof ConnectionLost)) throw cause;
      throw new KvUnavailable('The Redis server of the key-value stores does not answer.', { cause });
    }
  }

  async describe(): Promise<KvReport> {
    const { appendonly, appendfsync } = await this.#client.configGet(['appendonly', 'appendfsync']);
    return { driver: 'redis', durability: durability(String(appendonly), String(appendfsync)) };
  }

  get(space: string, keys: readonly string[]): Promise<(Entry | undefined)[]> {
    return this.#answered(Promise.all(keys.map((key) => this.#read({ space, key }))));
  }

  list(space: string, range: Range): Promise<Listing> {
    return this.#answered(this.#list(space, range));
  }

  async #list(space: string, { prefix, after, limit, values }: Range): Promise<Listing> {
    const end = afterPrefix(prefix);
    const entries: ListedEntry[] = [];
    for (let begin = after === undefined ? `[${prefix}` : `(${after}`; ;) {
      const wanted = limit + 1 - entries.length;
      const found = await this.#client.zRange(
        keysOf(space),
        Buffer.from(begin),
        end === null ? '+' : Buffer.concat([Buffer.from('('), end]),
        { BY: 'LEX', LIMIT: { offset: 0, count: wanted } },
      );
      const keys = found.map(String);
      const read = await this.get(space, keys);
      for (const [index, entry] of read.entries()) {
        if (entry !== undefined) entries.push(listed(keys[index] ?? '', entry, values));
      }
      const last = keys.at(-1);
      if (last === undefined || keys.length < wanted || entries.length > limit) break;
      begin = `(${last}`;
    }
    return { entries: entries.slice(0, limit), more: entries.length > limit };
  }

  change(space: string, change: Change, limits: Limits): Promise<Outcome> {
    return this.#answered(this.#commits.add({ space, change, limits }));
  }

  async usage(space: string): Promise<Usage> {
    const { keys, bytes } = await this.#answered(readCounters(this.#client, space));
    return { keys, bytes };
  }

  async sweep(most: number): Promise<number> {
    const now = this.#now();
    const due = await this.#client.zRange(EXPIRIES, '-inf', String(now), {
      BY: 'SCORE',
      LIMIT: { offset: 0, count: most },
    });
    const bySpace = Map.groupBy(due.map(unpackExpiry), ({ space }) => space);
    let removed = 0;
    for (const [space, all] of bySpace) {
      // Written over or removed meanwhile: then the check fails, and the next sweep sees what holds.
      const read = await this.#client.hmGet(
        entriesOf(space),
        all.map(({ key }) => key),
      );
      for (const [index, { key }] of all.entries()) {
        const packed = read[index];
        if (packed === null || packed === undefined || !isDue(readExpiry(packed), now)) continue;
        const outcome = await this.change(space, { checks: [], writes: [{ kind: 'delete', key }] }, ROOM);
        if (outcome.ok) removed += 1;
      }
    }
    return removed;
  }

  async drop(space: string): Promise<void> {
    const keys = await this.#client.zRange(keysOf(space), 0, -1);
    const expiries = keys.map((key) => writeExpiry(space, String(key)));
    if (expiries.length > 0) await this.#client.zRem(EXPIRIES, expiries);
    await this.#client.del([entriesOf(space), keysOf(space), countersOf(space)]);
  }

  async close(): Promise<void> {
    await this.#commits.settled();
    for (const client of [this.#client, this.#writer]) if (client.isOpen) client.destroy();
  }

  async #readAll(asked: readonly Asked[]): Promise<(Entry | undefined)[]> {
    const now = this.#now();
    const found = new Map<string, Map<string, Entry>>();
    const bySpace = [...Map.groupBy(asked, ({ space }) => space)];
    await Promise.all(
      bySpace.map(async ([space, all]) => {
        const keys = [...new Set(all.map(({ key }) => key))];
        const values = await this.#client.hmGet(entriesOf(space), keys);
        const entries = new Map<string, Entry>();
        for (const [index, packed] of values.entries()) {
          const entry = packed === null ? undefined : unpack(packed);
          if (entry !== undefined && !isDue(entry.expiresAt, now)) entries.set(keys[index] ?? '', entry);
        }
        found.set(space, entries);
      }),
    );
    return asked.map(({ space, key }) => found.get(space)?.get(key));
  }

  async #commit(waiting: readonly Waiting[]): Promise<readonly Outcome[]> {
    const outcomes = new Map<Waiting, Outcome>();
    for (const [space, all] of Map.groupBy(waiting, (one) => one.space)) {
      const evaluation = await this.#commitSpace(space, all);
      for (const [index, one] of all.entries()) {
        const outcome = evaluation.outcomes[index];
        if (outcome !== undefined) outcomes.set(one, outcome);
      }
    }
    return waiting.flatMap((one) => outcomes.get(one) ?? []);
  }

  /** Again when another platform changed the space meanwhile. */
  async #commitSpace(space: string, waiting: readonly Waiting[]): Promise<Evaluation> {
    for (;;) {
      await this.#writer.watch(countersOf(space));
      const keys = [
        ...new Set(waiting.flatMap(({ change }) => [...change.checks, ...change.writes].map(({ key }) => key))),
      ];
      const counters = await readCounters(this.#writer, space);
      const values = keys.length === 0 ? [] : await this.#writer.hmGet(entriesOf(space), keys);
      const entries = new Map<string, StoredEntry>();
      for (const [index, packed] of values.entries()) {
        if (packed === null) continue;
        const entry = unpack(packed);
        entries.set(keys[index] ?? '', { ...entry, bytes: entry.value.length });
      }
      const evaluation = evaluate(
        { ...counters, entries },
        waiting.map(({ change }) => change),
        waiting.map(({ limits }) => limits),
        this.#now(),
      );
      if (await this.#write(space, evaluation)) return evaluation;
    }
  }

  /** False when somebody else was faster. */
  async #write(space: string, { keys, bytes, revision, writes }: Evaluation): Promise<boolean> {
    const transaction = this.#writer.multi();
    for (const [key, next] of writes) {
      if (next === undefined) {
        transaction.hDel(entriesOf(space), key).zRem(keysOf(space), key).zRem(EXPIRIES, writeExpiry(space, key));
        continue;
      }
      transaction.hSet(entriesOf(space), key, pack(next)).zAdd(keysOf(space), { score: 0, value: key });
      if (next.expiresAt === null) transaction.zRem(EXPIRIES, writeExpiry(space, key));
      else transaction.zAdd(EXPIRIES, { score: next.expiresAt, value: writeExpiry(space, key) });
    }
    transaction.hSet(countersOf(space), { keys, bytes, revision });
    try {
      await transaction.exec();
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'WatchError') return false;
      throw error;
    }
  }
}

const ROOM: Limits = { keys: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };

function isDue(expiresAt: number | null, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function listed(key: string, { value, ...entry }: Entry, values: boolean): ListedEntry {
  return { key, bytes: value.length, ...entry, ...(values && { value }) };
}

async function readCounters(client: Client, space: string): Promise<Usage & { revision: number }> {
  const counters = await client.hGetAll(countersOf(space));
  const read = (name: string): number => Number(String(counters[name] ?? 0));
  return { keys: read('keys'), bytes: read('bytes'), revision: read('revision') };
}

function durability(appendonly: string, appendfsync: string): string {
  if (appendonly !== 'yes') return 'The server keeps no append-only file: a crash may take what it has not saved.';
  if (appendfsync === 'always') return 'What was acknowledged is on the disk of the Redis server.';
  return `The server flushes its append-only file ${appendfsync}: a crash of its machine may take the last second.`;
}
