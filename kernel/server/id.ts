import { randomBytes } from 'node:crypto';
import { idAlphabet, idLength } from '@e-code/kernel/contract';

/** A new identifier `<prefix>_<20 characters>` from the system's random source; see `idSchema`. */
export function makeId(prefix: string): string {
  const characters = Array.from(randomBytes(idLength), (byte) => idAlphabet[byte & 31]);
  return `${prefix}_${characters.join('')}`;
}
