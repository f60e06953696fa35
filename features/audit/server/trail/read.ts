import { and, desc, eq, gte, ilike, like, lt, lte, or, sql as query } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { Entry, Filter } from '../../contract/index.ts';
import { entries } from '../tables.ts';
import type { EntryRow } from '../tables.ts';
import { summarize } from './summarize.ts';

/** What the trail asks about people; the composition gives it from the feature that knows them. */
export interface People {
  names(sql: Sql, ids: string[]): Promise<Map<string, string>>;
}

export interface Page {
  entries: Entry[];
  next: string | null;
}

/** One page of the trail, the latest entry first. */
export async function readTrail(
  sql: Sql,
  people: People,
  { cursor, limit, ...filter }: Filter & { cursor?: string | undefined; limit: number },
): Promise<Page> {
  const before = cursor === undefined ? undefined : lt(entries.id, BigInt(cursor));
  const rows = await sql
    .select()
    .from(entries)
    .where(and(before, ...matches(filter)))
    .orderBy(desc(entries.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const ids = page.flatMap(({ actorKind, actorId }) => (actorKind === 'person' && actorId !== null ? [actorId] : []));
  const names = await people.names(sql, [...new Set(ids)]);
  return { entries: page.map((row) => present(row, names)), next: last === undefined ? null : String(last.id) };
}

function matches({ event, actor, from, to, search }: Filter): (SQL | undefined)[] {
  return [
    event ? like(entries.event, `${plain(event)}%`) : undefined,
    actor ? eq(entries.actorId, actor) : undefined,
    from ? gte(entries.at, new Date(from)) : undefined,
    to ? lte(entries.at, new Date(to)) : undefined,
    search ? contains(search) : undefined,
  ];
}

function contains(search: string): SQL | undefined {
  const pattern = `%${plain(search)}%`;
  return or(
    ilike(entries.event, pattern),
    ilike(entries.address, pattern),
    ilike(query`${entries.payload}::text`, pattern),
  );
}

function plain(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function present(row: EntryRow, names: Map<string, string>): Entry {
  const { id, at, event, address, agent, payload, actorKind: kind, actorId, actorKey } = row;
  return {
    id: String(id),
    at,
    event,
    summary: summarize(event, payload),
    actor: { kind, id: actorId, name: nameOf(row, names), apiKey: actorKey },
    address,
    agent,
    payload,
  };
}

function nameOf({ actorKind, actorId }: EntryRow, names: Map<string, string>): string | null {
  if (actorKind === 'person') return names.get(actorId ?? '') ?? 'Deleted account';
  return actorKind === 'system' ? (actorId?.replace('system:', '') ?? null) : null;
}
