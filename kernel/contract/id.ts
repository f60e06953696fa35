import { z } from 'zod';

/**
 * Crockford's base 32 without i, l, o, u: readable aloud, safe in host names and in case-insensitive file systems.
 */
export const idAlphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 20 characters of 5 bits: 100 random bits, so guessing an identifier is out of reach. */
export const idLength = 20;

/** The schema of identifiers `<prefix>_<20 characters>`; the prefix names the noun (`prj`, `usr`). */
export function idSchema(prefix: string): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[${idAlphabet}]{${idLength}}$`), `This is not a ${prefix} identifier.`);
}
