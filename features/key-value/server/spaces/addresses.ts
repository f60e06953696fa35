import { createHash, randomBytes } from 'node:crypto';
import { and, eq, lt, or } from 'drizzle-orm';
import type { Kernel, Seal, Sql } from '@e-code/kernel/server';
import { addresses } from '../tables.ts';
import { type Environment, type Space, spaceOf } from './space.ts';

const TOKEN_BYTES = 24;
/** Replit's tokens live for 20 hours, so its clients look for a new one once an hour. */
const RENEW_AFTER_MS = 20 * 3_600_000;
const FORMER_WORKS_MS = 24 * 3_600_000;

interface Parts {
  readonly kernel: Kernel;
  readonly seal: Seal;
}

/** The token of a space; made when there is none. Two that come at once get the same. */
export async function tokenOf({ kernel, seal }: Parts, projectId: string, environment: Environment): Promise<string> {
  const space = spaceOf(projectId, environment);
  const known = await readSealed(kernel.database.read, space);
  if (known !== undefined) return open(seal, known, space);
  const made = await makeToken(seal, space);
  await kernel.database.transaction((sql) =>
    sql
      .insert(addresses)
      .values({ space, projectId, environment, ...made, madeAt: kernel.clock.now() })
      .onConflictDoNothing(),
  );
  const kept = await readSealed(kernel.database.read, space);
  if (kept === undefined) throw new Error('The project was deleted while its key-value store was made.');
  return open(seal, kept, space);
}

/** The space that a token is for, unless it was replaced too long ago. */
export async function findSpace(sql: Sql, token: string, now: Date): Promise<Space | undefined> {
  const hash = hashOf(token);
  const [row] = await sql
    .select()
    .from(addresses)
    .where(or(eq(addresses.tokenHash, hash), eq(addresses.formerHash, hash)));
  if (row === undefined) return undefined;
  const works = row.tokenHash === hash || (row.formerUntil !== null && row.formerUntil > now);
  return works ? { id: row.space, projectId: row.projectId } : undefined;
}

/** Gives spaces whose token is old a new one. @returns their projects, whose programs are to be told */
export async function renewTokens({ seal }: Parts, sql: Sql, now: Date): Promise<string[]> {
  const old = await sql
    .select({ space: addresses.space, projectId: addresses.projectId, tokenHash: addresses.tokenHash })
    .from(addresses)
    .where(lt(addresses.madeAt, new Date(now.getTime() - RENEW_AFTER_MS)))
    .limit(1_000);
  for (const { space, tokenHash } of old) {
    const formerUntil = new Date(now.getTime() + FORMER_WORKS_MS);
    await sql
      .update(addresses)
      .set({ ...(await makeToken(seal, space)), madeAt: now, formerHash: tokenHash, formerUntil })
      .where(and(eq(addresses.space, space), eq(addresses.tokenHash, tokenHash)));
  }
  return [...new Set(old.map(({ projectId }) => projectId))];
}

export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

async function makeToken(seal: Seal, space: string): Promise<{ tokenSealed: Buffer; tokenHash: string }> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return { tokenSealed: await seal.seal(Buffer.from(token), space), tokenHash: hashOf(token) };
}

async function readSealed(sql: Sql, space: string): Promise<Buffer | undefined> {
  const [row] = await sql.select({ sealed: addresses.tokenSealed }).from(addresses).where(eq(addresses.space, space));
  return row?.sealed;
}

async function open(seal: Seal, sealed: Buffer, space: string): Promise<string> {
  return (await seal.unseal(sealed, space)).toString();
}
