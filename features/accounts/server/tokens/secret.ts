import { createHash, randomBytes } from 'node:crypto';

/** A secret that is handed out once: 32 random bytes in base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * What is kept of a secret. A plain hash is enough: nobody guesses 256 random bits, so there is nothing to slow down.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
