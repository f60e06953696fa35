import { z } from 'zod';
import { pathSchema } from './files.ts';

/** A pattern over all files of the project. A query with a line break is searched across lines. */
export const searchInputSchema = z.object({
  query: z.string().min(1).max(1000),
  regex: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  wholeWord: z.boolean().default(false),
  /** Globs, as in `src/**`. */
  include: z.array(z.string().max(500)).max(50).default([]),
  exclude: z.array(z.string().max(500)).max(50).default([]),
  /** What stands in the place of each match; with `regex`, `$1` and `${name}` are its groups. Matches then carry it. */
  replacement: z.string().max(10_000).optional(),
  limit: z.number().int().min(1).max(20_000).default(2_000),
});

const column = z.number().int().min(0);

/** From `start` to `end`, in UTF-16 units from the beginning of the line where the match begins, line breaks as one. */
const rangeSchema = z.object({
  start: column,
  end: column,
  /** With `replacement` in the search: what was found, and what would stand there. */
  found: z.string().optional(),
  replacement: z.string().optional(),
});

/** Lines of the answer of `search`: matches, then one `end` (or an `error`). */
export const searchLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('match'),
    path: z.string(),
    line: z.number(),
    /** The line, or the lines a match spans; long ones are cut. */
    text: z.string(),
    ranges: z.array(rangeSchema),
  }),
  z.object({ type: z.literal('end'), matches: z.number(), truncated: z.boolean() }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string(), details: z.string().optional() }),
]);
export type SearchLine = z.infer<typeof searchLineSchema>;

/** One replacement as a search showed it. It is made only where `found` still stands. */
const placeSchema = z.object({
  line: z.number().int().min(1),
  start: column,
  end: column,
  found: z.string(),
  replacement: z.string(),
});
export type ReplacePlace = z.infer<typeof placeSchema>;

const fileOutcome = z.object({
  path: z.string(),
  replaced: z.number(),
  /** Places that changed since the search, which were left alone. */
  skipped: z.number(),
});
export type ReplaceOutcome = z.infer<typeof fileOutcome>;

const failure = z.object({ path: z.string(), code: z.string(), message: z.string() });
export type ReplaceFailure = z.infer<typeof failure>;

export const searchSchemas = {
  search: { input: searchInputSchema, answer: searchLineSchema },
  'search.replace': {
    input: z.object({
      files: z
        .array(z.object({ path: pathSchema, places: z.array(placeSchema).min(1).max(20_000) }))
        .min(1)
        .max(20_000),
    }),
    /** `undo` takes all of it back with `search.undo`; null when nothing was replaced. */
    answer: z.object({ files: z.array(fileOutcome), failed: z.array(failure), undo: z.string().nullable() }),
  },
  'search.undo': {
    input: z.object({ undo: z.uuid() }),
    /** `conflicts`: files where what was replaced was edited since; those lines were left as they are. */
    answer: z.object({ restored: z.array(z.string()), conflicts: z.array(z.string()), failed: z.array(failure) }),
  },
} as const;
