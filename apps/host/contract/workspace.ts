import { z } from 'zod';
import { pathSchema } from './files.ts';

export const searchInputSchema = z.object({
  query: z.string().min(1).max(1000),
  regex: z.boolean().default(false),
  caseSensitive: z.boolean().default(false),
  wholeWord: z.boolean().default(false),
  /** Globs, as in `src/**`. */
  include: z.array(z.string().max(500)).max(50).default([]),
  exclude: z.array(z.string().max(500)).max(50).default([]),
  limit: z.number().int().min(1).max(20_000).default(2_000),
});

/** Lines of the answer of `search`: matches, then one `end` (or an `error`). Columns count UTF-16 units from 0. */
export const searchLineSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('match'),
    path: z.string(),
    line: z.number(),
    text: z.string(),
    ranges: z.array(z.object({ start: z.number(), end: z.number() })),
  }),
  z.object({ type: z.literal('end'), matches: z.number(), truncated: z.boolean() }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string(), details: z.string().optional() }),
]);
export type SearchLine = z.infer<typeof searchLineSchema>;

export const workspaceSchemas = {
  health: {
    input: z.object({}),
    answer: z.object({
      instance: z.string(),
      version: z.string(),
      node: z.string(),
      /** Seconds. */
      uptime: z.number(),
      /** Bytes. */
      rss: z.number(),
      activity: z.object({
        /** Milliseconds since 1970: the last request that changes something, keystroke or forwarded connection. */
        lastInput: z.number(),
        sockets: z.number(),
        running: z.boolean(),
        terminals: z.number(),
        /** Open CONNECT streams. */
        forwarded: z.number(),
      }),
    }),
  },
  'git.clone': {
    input: z.object({
      url: z.string().min(1).max(2000),
      path: pathSchema.default(''),
      branch: z.string().min(1).max(250).optional(),
      /** Only the newest commits; absent: all. */
      depth: z.number().int().min(1).optional(),
      operation: z.string().max(64).optional(),
    }),
    answer: z.object({ path: z.string(), branch: z.string().nullable(), commit: z.string().nullable() }),
  },
  search: { input: searchInputSchema, answer: searchLineSchema },
} as const;
