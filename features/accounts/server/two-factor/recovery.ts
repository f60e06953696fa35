import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { idAlphabet } from '@e-code/kernel/contract';
import type { Sql } from '@e-code/kernel/server';
import { recoveryCodes } from '../tables.ts';
import { hashSecret } from '../tokens/secret.ts';

const COUNT = 10;
const LENGTH = 12;

/** Makes ten codes of 60 random bits such as `k3f9-x0qa-7mzt`; those before stop working. @returns them, this once */
export async function replaceRecoveryCodes(sql: Sql, personId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  await sql.delete(recoveryCodes).where(eq(recoveryCodes.personId, personId));
  await sql.insert(recoveryCodes).values(codes.map((code) => ({ personId, codeHash: hashCode(code) })));
  return codes;
}

/**
 * Uses a code up. Deleting is the check, so of many who come with one code at once exactly one gets through.
 * @returns how many are left, or nothing when the code is none of the person's
 */
export async function consumeRecoveryCode(sql: Sql, personId: string, code: string): Promise<number | undefined> {
  const used = await sql
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.personId, personId), eq(recoveryCodes.codeHash, hashCode(code))))
    .returning();
  return used.length === 0 ? undefined : countRecoveryCodes(sql, personId);
}

export function countRecoveryCodes(sql: Sql, personId: string): Promise<number> {
  return sql.$count(recoveryCodes, eq(recoveryCodes.personId, personId));
}

function makeCode(): string {
  const characters = Array.from(randomBytes(LENGTH), (byte) => idAlphabet[byte & 31]).join('');
  return (characters.match(/.{4}/g) ?? []).join('-');
}

/** Read as it was meant: the alphabet has neither o nor i and l, so those are zero and one. */
function hashCode(code: string): Buffer {
  const plain = code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return hashSecret(plain);
}
