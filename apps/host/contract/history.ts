import { z } from 'zod';
import { pathSchema } from './files.ts';

/** Who made a change. `unknown`: it happened while nobody recorded, such as when the project was asleep. */
export const historyAuthorSchema = z.object({
  kind: z.enum(['person', 'program', 'git', 'agent', 'formatter', 'unknown']),
  id: z.string().optional(),
  name: z.string().optional(),
});
export type HistoryAuthor = z.infer<typeof historyAuthorSchema>;

/** Edits of a file count from 0 on; the text at point `n` is the text after `n` edits. */
const point = z.coerce.number().int().min(0);
const historyId = z.uuid();
const time = z.number();

/** Edits that one author made in one go. */
export const burstSchema = z.object({
  /** Before the burst the text was that of point `from`, after it that of point `to`. */
  from: z.number().int(),
  to: z.number().int(),
  at: time,
  until: time,
  author: historyAuthorSchema,
  /** Characters. */
  added: z.number(),
  removed: z.number(),
});
export type Burst = z.infer<typeof burstSchema>;

export const timelineSchema = z.object({
  id: historyId,
  path: z.string(),
  /** False when the file was deleted or is at another place that nobody told of. */
  exists: z.boolean(),
  /** The oldest point that is kept, and the newest one. */
  first: z.number().int(),
  last: z.number().int(),
  /** The oldest first. At most 2,000, the newest of them; what is before can be scrubbed all the same. */
  bursts: z.array(burstSchema),
});
export type Timeline = z.infer<typeof timelineSchema>;

/** A stretch of the history that can be played without asking again. */
export const historyPartSchema = z.object({
  /** The point that `text` is at. */
  first: z.number().int(),
  text: z.string(),
  authors: z.array(historyAuthorSchema),
  /** When, the index of the author, and the JSON of a CodeMirror ChangeSet. */
  edits: z.array(z.tuple([time, z.number().int(), z.array(z.unknown())])),
});
export type HistoryPart = z.infer<typeof historyPartSchema>;

export const keptDays = { least: 1, most: 365, usual: 30 } as const;
export const keptBytes = { least: 1e6, most: 10e9, usual: 64e6 } as const;

const retention = z.object({
  days: z.number().int().min(keptDays.least).max(keptDays.most),
  bytes: z.number().int().min(keptBytes.least).max(keptBytes.most),
});
export type Retention = z.infer<typeof retention>;

const usage = z.object({ files: z.number(), bytes: z.number(), retention });
export type HistoryUsage = z.infer<typeof usage>;

const deleted = z.object({ id: historyId, path: z.string(), at: time, last: z.number().int() });
export type DeletedFile = z.infer<typeof deleted>;

export const historySchemas = {
  /** `null` when nothing of this file was recorded yet. */
  'history.timeline': {
    input: z.object({ path: pathSchema }),
    answer: z.object({ timeline: timelineSchema.nullable() }),
  },
  /** The text at a point. */
  'history.text': {
    input: z.object({ id: historyId, point }),
    answer: z.object({ path: z.string(), text: z.string() }),
  },
  /** The stretch that has this point. */
  'history.part': { input: z.object({ id: historyId, point }), answer: historyPartSchema },
  /** What leads from the text at one point to that of another. Positions are before any hunk is applied. */
  'history.diff': {
    input: z.object({ id: historyId, from: point, to: point }),
    answer: z.object({
      before: z.string(),
      hunks: z.array(z.object({ from: z.number(), to: z.number(), insert: z.string() })),
    }),
  },
  /**
   * Gives the file the text of a point, as small hunks; a deleted file is written again. `before` is the point to restore
   * for taking it back; null when there was no file.
   */
  'history.restore': {
    input: z.object({ id: historyId, point }),
    answer: z.object({ path: z.string(), before: z.number().int().nullable() }),
  },
  /** Files with a history that are not there any more, the newest first. */
  'history.deleted': { input: z.object({}), answer: z.object({ files: z.array(deleted) }) },
  'history.usage': { input: z.object({}), answer: usage },
  /** What is kept from now on; what is older or too much goes at once. */
  'history.keep': { input: retention, answer: usage },
} as const;
