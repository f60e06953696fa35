import { z } from 'zod';
import { documentIdSchema } from './documents.ts';
import { pathSchema } from './files.ts';
import { anchorSchema } from './languages.ts';

/** Lines kept from before and after a quotation, by which its place is recognised when the quoted words changed. */
export const contextLines = 3;
/** A longer selection is quoted up to here, in UTF-16 units; its end is then the end of what is kept. */
export const quoteLimit = 4000;
const lineLimit = 400;

const line = z.string().max(lineLimit);

/**
 * Words of a file and all that is needed to find them again: where they are in the file's history (`start`, `end` of one
 * epoch of one document), what they say, what stands around them, and where that was.
 */
export const quotationSchema = z.object({
  path: pathSchema.min(1).max(4096),
  document: documentIdSchema,
  epoch: z.number().int().nonnegative(),
  start: anchorSchema,
  end: anchorSchema,
  quote: z.string().max(quoteLimit),
  /** The nearest lines, in the order of the file. */
  before: z.array(line).max(contextLines),
  after: z.array(line).max(contextLines),
  /** Where it was when it was quoted, from 1. */
  lines: z.tuple([z.number().int().positive(), z.number().int().positive()]),
  /** What HEAD was; null without a repository or a first commit. */
  commit: z
    .string()
    .regex(/^[0-9a-f]{40,64}$/)
    .nullable(),
  /** SHA-256 of the whole text, in hexadecimal digits; null where a page has no means to know it. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type Quotation = z.infer<typeof quotationSchema>;

/** Longest line that context keeps. */
export const contextLineLimit = lineLimit;

/**
 * - `followed`: where the very characters are now, whatever was typed around or inside.
 * - `found`: the same words, at the only place that fits.
 * - `moved`: what is probably meant, by the lines around it. A person should check.
 * - `gone`: the words are not in the file any more, or the file is not there.
 */
export const placements = ['followed', 'found', 'moved', 'gone'] as const;
export type Placement = (typeof placements)[number];

export const placedSchema = z.object({
  /** The caller's name for it. */
  key: z.string(),
  placement: z.enum(placements),
  /** Where the file is now; null when it is not in the project, or no text. */
  path: z.string().nullable(),
  lines: z.tuple([z.number(), z.number()]).nullable(),
  /** The place in the present history of the file. */
  at: z.object({ document: documentIdSchema, epoch: z.number(), start: anchorSchema, end: anchorSchema }).nullable(),
});
export type Placed = z.infer<typeof placedSchema>;

export const quotationSchemas = {
  'quotations.find': {
    input: z.object({
      quotations: z
        .array(z.object({ key: z.string().max(100), quotation: quotationSchema }))
        .min(1)
        .max(500),
    }),
    answer: z.object({ placed: z.array(placedSchema) }),
  },
};
