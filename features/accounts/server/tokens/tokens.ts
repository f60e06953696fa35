import { and, eq, gt, lt } from 'drizzle-orm';
import type { Sql } from '@e-code/kernel/server';
import type { z } from 'zod';
import { tokens } from '../tables.ts';
import { hashSecret, makeSecret } from './secret.ts';

/** A kind of one-time secret: what it stands for, how long it lives, and what is remembered with it. */
export interface TokenKind<Data extends z.ZodType> {
  purpose: string;
  minutes: number;
  data: Data;
}

export interface TakenToken<Data> {
  personId: string | null;
  data: Data;
}

/** Makes a one-time secret. Only its hash is kept. */
export async function issueToken<Data extends z.ZodType>(
  sql: Sql,
  kind: TokenKind<Data>,
  now: Date,
  about: { personId?: string; data: z.input<Data> },
): Promise<string> {
  const secret = makeSecret();
  await storeToken(sql, kind, now, { ...about, secret });
  return secret;
}

/** Keeps the hash of a value that somebody else made, such as a challenge, under the same rules. */
export async function storeToken<Data extends z.ZodType>(
  sql: Sql,
  kind: TokenKind<Data>,
  now: Date,
  about: { personId?: string; data: z.input<Data>; secret: string },
): Promise<void> {
  await sql.insert(tokens).values({
    tokenHash: hashSecret(about.secret),
    purpose: kind.purpose,
    personId: about.personId ?? null,
    data: kind.data.parse(about.data),
    expiresAt: new Date(now.getTime() + kind.minutes * 60_000),
  });
}

/**
 * Uses a secret up. Deleting and reading are one statement, so of many who come at once exactly one gets it.
 * @returns nothing when it never existed, was used, or is too old
 */
export async function takeToken<Data extends z.ZodType>(
  sql: Sql,
  kind: TokenKind<Data>,
  now: Date,
  secret: string,
): Promise<TakenToken<z.output<Data>> | undefined> {
  const [row] = await sql
    .delete(tokens)
    .where(matching(kind.purpose, secret, now))
    .returning();
  return row === undefined ? undefined : { personId: row.personId, data: kind.data.parse(row.data) };
}

/** Looks at a secret without using it up. */
export async function peekToken<Data extends z.ZodType>(
  sql: Sql,
  kind: TokenKind<Data>,
  now: Date,
  secret: string,
): Promise<TakenToken<z.output<Data>> | undefined> {
  const [row] = await sql
    .select()
    .from(tokens)
    .where(matching(kind.purpose, secret, now));
  return row === undefined ? undefined : { personId: row.personId, data: kind.data.parse(row.data) };
}

/** Takes back all secrets of a kind that a person holds. */
export async function revokeTokens(sql: Sql, personId: string, purpose: string): Promise<void> {
  await sql.delete(tokens).where(and(eq(tokens.personId, personId), eq(tokens.purpose, purpose)));
}

/** Forgets what is too old to be used. */
export async function sweepTokens(sql: Sql, now: Date): Promise<void> {
  await sql.delete(tokens).where(lt(tokens.expiresAt, now));
}

function matching(purpose: string, secret: string, now: Date) {
  return and(eq(tokens.tokenHash, hashSecret(secret)), eq(tokens.purpose, purpose), gt(tokens.expiresAt, now));
}
