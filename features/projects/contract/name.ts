import { z } from 'zod';

// Control characters, and the marks that turn the direction of text: with them one name can be made to look like another.
const HIDDEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const NAME_LENGTH = 80;

/** A project's name as people read it, in any script: 1 to 80 characters, composed (NFC), without odd spaces. */
export const projectNameSchema = z
  .string()
  .max(4 * NAME_LENGTH, `Use at most ${NAME_LENGTH} characters.`)
  .refine((text) => !HIDDEN.test(text.trim()), 'The name holds a character that cannot be seen. Type it again.')
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
  .refine((name) => name !== '', 'Give the project a name.')
  .refine((name) => Array.from(name).length <= NAME_LENGTH, `Use at most ${NAME_LENGTH} characters.`)
  .refine((name) => /[\p{L}\p{N}\p{S}]/u.test(name), 'Use at least one letter, digit or symbol.');

/** The project's part of addresses: `/p/<slug>`. Made from the name by the server, never reused by another project. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'This is not the address of a project.')
  .max(60);
