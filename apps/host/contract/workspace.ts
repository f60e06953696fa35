import { z } from 'zod';
import { pathSchema } from './files.ts';

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
} as const;
