import { z } from 'zod';
import { pathSchema } from './files.ts';

const count = z.coerce.number().int().min(0);

/** A row is a line, or a piece of a line that is longer than this, in bytes: a file of one line can be read too. */
export const pagerRowLimit = 4096;

const pagerRowSchema = z.object({
  /** From 1; null for the second and later pieces of a long line. */
  line: z.number().nullable(),
  /** Where the row begins in the file, in bytes. */
  start: z.number(),
  /** Without its line break; bytes that are not UTF-8 are replaced. */
  text: z.string(),
});
export type PagerRow = z.infer<typeof pagerRowSchema>;

const pagerMatchSchema = z.object({ line: z.number(), offset: z.number(), length: z.number() });
export type PagerMatch = z.infer<typeof pagerMatchSchema>;

export const pagerSchemas = {
  'pager.rows': {
    /**
     * Rows of a file of any size. They begin at a row (from 0), at a line (from 1), or at the row that holds a byte. The file
     * is counted in the background: an answer that is not `complete` tells how far, and has what is known so far.
     */
    input: z.object({
      path: pathSchema,
      row: count.optional(),
      line: count.min(1).optional(),
      offset: count.optional(),
      count: count.max(2000).default(500),
    }),
    answer: z.object({
      size: z.number(),
      /** Differs when the file on disk is another one than before. */
      version: z.string(),
      rows: z.number(),
      lines: z.number(),
      /** How many bytes were counted so far. */
      counted: z.number(),
      complete: z.boolean(),
      /** The number of the first row in `entries`. */
      from: z.number(),
      entries: z.array(pagerRowSchema),
    }),
  },
  'pager.find': {
    /** Every match in one file of any size, in order. Offsets and lengths are bytes. */
    input: z.object({
      path: pathSchema,
      query: z.string().min(1).max(1000),
      regex: z.stringbool().default(false),
      caseSensitive: z.stringbool().default(false),
      limit: count.min(1).max(10_000).default(2000),
    }),
    answer: z.object({ matches: z.array(pagerMatchSchema), truncated: z.boolean() }),
  },
} as const;
