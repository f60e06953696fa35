import { z } from 'zod';

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
} as const;
