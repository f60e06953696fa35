import { z } from 'zod';

const pageId = z.string().min(1).max(64);

/** Where a person is in the project. Lines count from 1; `top` is the first line in view, with a fraction. */
export const placeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('file'),
    path: z.string().max(4096),
    line: z.number().int().min(1),
    top: z.number().min(1),
  }),
  z.object({ kind: z.literal('terminal'), terminal: z.number().int().min(1) }),
  z.object({ kind: z.literal('console') }),
  z.object({ kind: z.literal('preview') }),
  /** In the project, and in none of these. */
  z.object({ kind: z.literal('elsewhere') }),
]);
export type PresencePlace = z.infer<typeof placeSchema>;

export const personSchema = z.object({ id: z.string(), name: z.string(), colour: z.string() });
export type PresentPerson = z.infer<typeof personSchema>;

/** One page of one person. Who it is comes from the gateway, not from the page. */
export const presentPageSchema = z.object({
  page: pageId,
  person: personSchema,
  place: placeSchema,
  /** False while the page is in the background. */
  active: z.boolean(),
  /** The page whose screen this one follows. */
  following: pageId.nullable(),
  /** May change files. */
  writes: z.boolean(),
});
export type PresentPage = z.infer<typeof presentPageSchema>;

export const presenceUpdateSchema = z.object({
  type: z.literal('presence.update'),
  place: placeSchema,
  active: z.boolean(),
  following: pageId.nullable(),
});

/** "Everybody come here": where the page is that asks. */
export const presenceSummonSchema = z.object({ type: z.literal('presence.summon') });

/** What changed about who is here. The first one after joining tells of everybody. */
export const presenceChangedSchema = z.object({
  type: z.literal('presence.changed'),
  /** The receiving page. */
  self: pageId,
  pages: z.array(presentPageSchema),
  gone: z.array(pageId),
});

export const presenceSummonedSchema = z.object({
  type: z.literal('presence.summoned'),
  by: presentPageSchema,
});
