import { createHash, randomBytes } from 'node:crypto';

/** What a link or a guest's cookie carries: 32 random bytes in base64url. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of it. A plain hash is enough, since nobody guesses 256 random bits. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
