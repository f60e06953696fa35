import { z } from 'zod';

/** A stream of small messages to open screens: which one (`key`), what travels (`message`), and who may listen (`access`). */
export interface ChannelDefinition<Key extends z.ZodType = z.ZodType, Message extends z.ZodType = z.ZodType> {
  name: string;
  key: Key;
  message: Message;
  access: string;
}

/** Declares a live channel of a feature. */
export function channel<Key extends z.ZodType, Message extends z.ZodType>(
  definition: ChannelDefinition<Key, Message>,
): ChannelDefinition<Key, Message> {
  return definition;
}

/** What a page may send on `/api/live`. */
export const liveRequestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribe'), id: z.int().positive(), channel: z.string(), key: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id: z.int().positive() }),
]);

/** What the server may send on `/api/live`. */
export const liveResponseSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('subscribed'), id: z.int() }),
  z.object({ type: z.literal('refused'), id: z.int(), code: z.string(), message: z.string() }),
  z.object({ type: z.literal('event'), id: z.int(), sequence: z.int(), event: z.unknown() }),
  z.object({ type: z.literal('end'), reason: z.string() }),
]);

export type LiveRequest = z.infer<typeof liveRequestSchema>;
export type LiveResponse = z.infer<typeof liveResponseSchema>;
