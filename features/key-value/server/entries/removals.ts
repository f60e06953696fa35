import { eq, lt } from 'drizzle-orm';
import { makeId } from '@e-code/kernel/server';
import type { Call, Clock, Sql } from '@e-code/kernel/server';
import { Failure } from '@e-code/kernel/contract';
import type { Write } from '@e-code/port-kv';
import { entriesRemoved, entriesRestored, keyValueErrors } from '../../contract/index.ts';
import type { Store } from '../spaces/store.ts';
import { removals, removedEntries } from '../tables.ts';
import { developmentSpace } from './entries.ts';

const KEPT_MS = 7 * 86_400_000;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
}

type CallWith<Input> = Pick<Call<Input>, 'input' | 'sql' | 'emit'>;

/** Keeps what is there under these keys, and then deletes it. What a program sets in between is kept by nobody but it. */
export async function removeEntries(
  { store, clock }: Parts,
  { input: { projectId, keys }, sql, emit }: CallWith<{ projectId: string; keys: readonly string[] }>,
): Promise<{ removalId: string; removed: number }> {
  const space = developmentSpace(projectId);
  const wanted = [...new Set(keys)];
  const found = await store.port.get(space.id, wanted);
  const removalId = makeId('kvr');
  const kept = wanted.flatMap((key, index) => {
    const entry = found[index];
    return entry === undefined
      ? []
      : [{ removalId, key: Buffer.from(key), value: entry.value, expiresAt: entry.expiresAt }];
  });
  if (kept.length === 0) return { removalId, removed: 0 };
  await sql.insert(removals).values({ id: removalId, space: space.id, removedAt: clock.now() });
  await sql.insert(removedEntries).values(kept);
  const writes = kept.map(({ key }): Write => ({ kind: 'delete', key: key.toString() }));
  await store.change(space, { checks: [], writes });
  await emit(entriesRemoved, { projectId, removalId, keys: kept.length });
  return { removalId, removed: kept.length };
}

/** A key that somebody has set since stays as it is. */
export async function restoreEntries(
  { store, clock }: Parts,
  { input: { projectId, removalId }, sql, emit }: CallWith<{ projectId: string; removalId: string }>,
): Promise<{ restored: number; kept: number }> {
  const space = developmentSpace(projectId);
  const [removal] = await sql.select().from(removals).where(eq(removals.id, removalId)).for('update');
  if (removal?.space !== space.id) throw keyValueErrors.removal_unknown();
  const entries = await sql.select().from(removedEntries).where(eq(removedEntries.removalId, removalId));
  let restored = 0;
  for (const { key, value, expiresAt } of entries) {
    if (expiresAt !== null && expiresAt <= clock.now().getTime()) continue;
    const name = key.toString();
    const change = {
      checks: [{ key: name, revision: null }],
      writes: [{ kind: 'set' as const, key: name, value, expiresAt }],
    };
    restored += await store.change(space, change).then(() => 1, orNone);
  }
  await sql.delete(removals).where(eq(removals.id, removalId));
  await emit(entriesRestored, { projectId, removalId, keys: restored });
  return { restored, kept: entries.length - restored };
}

/** Forgets what was deleted more than a week ago. */
export async function forgetRemovals(sql: Sql, now: Date): Promise<void> {
  await sql.delete(removals).where(lt(removals.removedAt, new Date(now.getTime() - KEPT_MS)));
}

function orNone(error: unknown): 0 {
  if (error instanceof Failure && error.code === 'key_changed') return 0;
  throw error;
}
