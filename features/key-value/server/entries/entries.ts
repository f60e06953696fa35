import type { Call } from '@e-code/kernel/server';
import type { Write } from '@e-code/port-kv';
import { entriesSet, keyValueErrors } from '../../contract/index.ts';
import type { KeyValueEntry, KeyValueUsage, ListedKey, Value } from '../../contract/index.ts';
import { spaceOf } from '../spaces/space.ts';
import type { Space } from '../spaces/space.ts';
import type { Store } from '../spaces/store.ts';
import { readValue, writeValue } from '../spaces/value.ts';

/** The store of the workspace's programs. */
export function developmentSpace(projectId: string): Space {
  return { id: spaceOf(projectId, 'development'), projectId };
}

interface Page {
  readonly projectId: string;
  readonly prefix: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

export async function listKeys(
  store: Store,
  { projectId, prefix, after, limit }: Page,
): Promise<{ keys: ListedKey[]; more: boolean; usage: KeyValueUsage }> {
  const { id } = developmentSpace(projectId);
  const range = { prefix, limit, values: false, after };
  const [{ entries, more }, { keys, bytes }] = await Promise.all([store.port.list(id, range), store.port.usage(id)]);
  const { limits, mostValueBytes } = store;
  const usage = { keys, bytes, mostKeys: limits.keys, mostBytes: limits.bytes, mostValueBytes };
  return { keys: entries.map((entry) => ({ ...entry })), more, usage };
}

export async function readEntry(store: Store, projectId: string, key: string): Promise<KeyValueEntry> {
  const [entry] = await store.port.get(developmentSpace(projectId).id, [key]);
  if (entry === undefined) throw keyValueErrors.key_unknown();
  const { value, revision, expiresAt } = entry;
  return { key, bytes: value.length, revision, expiresAt, value: writeValue(value) };
}

const EXPORT_BYTES = 4 * 1024 * 1024;
const EXPORT_KEYS = 1_000;

/** As many entries as fit into about 4 MB, and one at least. */
export async function exportEntries(
  store: Store,
  { projectId, prefix, after }: Omit<Page, 'limit'>,
): Promise<{ entries: KeyValueEntry[]; more: boolean }> {
  const { id } = developmentSpace(projectId);
  const listed = await store.port.list(id, {
    prefix,
    limit: EXPORT_KEYS,
    values: false,
    after,
  });
  let bytes = 0;
  const fitting = listed.entries.filter((entry, index) => {
    bytes += entry.bytes;
    return index === 0 || bytes <= EXPORT_BYTES;
  });
  const values = await store.port.get(
    id,
    fitting.map(({ key }) => key),
  );
  const entries = fitting.flatMap(({ key }, index): KeyValueEntry[] => {
    const entry = values[index];
    // Deleted in between.
    if (entry === undefined) return [];
    const { value, revision, expiresAt } = entry;
    return [{ key, bytes: value.length, revision, expiresAt, value: writeValue(value) }];
  });
  return { entries, more: listed.more || fitting.length < listed.entries.length };
}

export interface Wish {
  readonly key: string;
  readonly value: Value;
  readonly expiresAt: number | null;
  readonly revision?: number | null | undefined;
}

export async function setEntries(
  store: Store,
  {
    input: { projectId, entries },
    emit,
  }: Pick<Call<{ projectId: string; entries: readonly Wish[] }>, 'input' | 'emit'>,
): Promise<{ revisions: number[] }> {
  const checks = entries.flatMap(({ key, revision }) => (revision === undefined ? [] : [{ key, revision }]));
  const writes = entries.map(({ key, value, expiresAt }): Write => ({
    kind: 'set',
    key,
    value: readValue(value),
    expiresAt,
  }));
  const written = await store.change(developmentSpace(projectId), { checks, writes });
  await emit(entriesSet, { projectId, keys: entries.length });
  return { revisions: written.flatMap(({ revision }) => revision ?? []) };
}
