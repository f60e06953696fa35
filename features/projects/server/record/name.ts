import { and, eq, isNull, ne, sql as query } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import { projectErrors } from '../../contract/index.ts';
import { projects } from '../tables.ts';

/** Lets one transaction at a time choose names for a person's projects. */
export async function lockNames(sql: Sql, ownerId: string): Promise<void> {
  await sql.execute(query`SELECT pg_advisory_xact_lock(hashtextextended(${`projects.names:${ownerId}`}, 0))`);
}

/**
 * Proves that none of the person's projects has this name, in any case. The trash does not count.
 * @throws name_taken with a name that is free
 */
export async function requireFreeName(sql: Sql, ownerId: string, name: string, exceptId?: string): Promise<void> {
  if (await isFree(sql, ownerId, name, exceptId)) return;
  throw projectErrors.name_taken({ name, suggestion: await freeName(sql, ownerId, name) });
}

/** The name itself when it is free, else the first of `name 2`, `name 3`, … that is. */
export async function freeName(sql: Sql, ownerId: string, name: string): Promise<string> {
  if (await isFree(sql, ownerId, name)) return name;
  const base = Array.from(name).slice(0, ROOM_BEFORE_NUMBER).join('').trimEnd();
  const own = query`SELECT 1 FROM ${projects} WHERE ${projects.ownerId} = ${ownerId} AND ${projects.trashedAt} IS NULL`;
  // Of n + 1 numbers at least one is not taken by n projects.
  const { rows } = await sql.execute<{ number: number }>(query`
    SELECT number FROM generate_series(2, 2 + (SELECT count(*) FROM (${own}))::integer) AS number
    WHERE NOT EXISTS (${own} AND lower(${projects.name}) = lower(${base} || ' ' || number))
    ORDER BY number LIMIT 1`);
  return `${base} ${rows[0]?.number ?? 2}`;
}

// 80 characters, less a space and six digits.
const ROOM_BEFORE_NUMBER = 73;

async function isFree(sql: Sql, ownerId: string, name: string, exceptId = ''): Promise<boolean> {
  const sameName = and(
    eq(projects.ownerId, ownerId),
    query`lower(${projects.name}) = lower(${name})`,
    isNull(projects.trashedAt),
    ne(projects.id, exceptId),
  );
  const rows = await sql.select({ id: projects.id }).from(projects).where(sameName).limit(1);
  return rows.length === 0;
}
