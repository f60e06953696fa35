import { createHash, randomBytes } from 'node:crypto';
import { TOKEN_PREFIX } from '@e-code/kernel/server';

const SHAPE = new RegExp(`^${TOKEN_PREFIX}[\\w-]{43}$`);
const SHOWN = TOKEN_PREFIX.length + 4;

/** A key as it is handed out once: 32 random bytes behind the prefix of the product. */
export function makeKey(): string {
  return TOKEN_PREFIX + randomBytes(32).toString('base64url');
}

export function looksLikeKey(token: string): boolean {
  return SHAPE.test(token);
}

/** What is kept of a key. A plain hash is enough: nobody guesses 256 random bits, so there is nothing to slow down. */
export function hashKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** Enough to know a key again; the 232 bits that are left are out of reach. */
export function hintOf(key: string): string {
  return key.slice(0, SHOWN);
}
