import { z } from 'zod';

/** One thing that happened: what, when, and who caused it from where. */
export const entrySchema = z.object({
  id: z.string(),
  at: z.date(),
  /** Such as `projects.visibility_changed`. */
  event: z.string(),
  /** The event in words, with the name of what it is about: `Visibility changed: Weather`. */
  summary: z.string(),
  actor: z.object({
    kind: z.enum(['person', 'guest', 'system', 'anonymous']),
    id: z.string().nullable(),
    /** Null for visitors; people who left are named as such. */
    name: z.string().nullable(),
    /** The API key that it was done with; null for what came from a browser or the platform itself. */
    apiKey: z.string().nullable(),
  }),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  /** What the event carries, secrets left out. */
  payload: z.record(z.string(), z.unknown()),
});
export type Entry = z.infer<typeof entrySchema>;

/** Which entries; everything that is given must hold. */
export const filterSchema = z.object({
  /** The beginning of the event's name: `projects`, `accounts.sign`. */
  event: z.string().trim().max(100).optional(),
  actor: z.string().trim().max(100).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  /** A part of what the event carries, of the address or of the event's name. */
  search: z.string().trim().max(100).optional(),
});
export type Filter = z.infer<typeof filterSchema>;
