import { idSchema } from '@e-code/kernel/contract';
import { personIdSchema, projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

/** What happened to somebody: they were mentioned, got something to do, were answered, or what they wrote in was resolved. */
export const notificationKinds = ['mention', 'assign', 'reply', 'resolve'] as const;
export const notificationKindSchema = z.enum(notificationKinds);
export type NotificationKind = z.infer<typeof notificationKindSchema>;

export const notificationIdSchema = idSchema('ntf');

export const notificationSchema = z.object({
  id: notificationIdSchema,
  /** Counts up over the installation; what cursors carry. */
  number: z.number().int(),
  kind: notificationKindSchema,
  actor: z.object({ id: personIdSchema, name: z.string() }),
  project: z.object({ id: projectIdSchema, name: z.string() }),
  /** What it is about, such as the path of a file. */
  title: z.string(),
  /** The beginning of what was written. */
  excerpt: z.string(),
  /** Where it leads to, within this installation. */
  address: z.string(),
  createdAt: z.date(),
  read: z.boolean(),
  done: z.boolean(),
});
export type Notification = z.infer<typeof notificationSchema>;

/** How somebody wants to hear of one kind. */
export const waySchema = z.object({ inbox: z.boolean(), mail: z.boolean() });
export const waysSchema = z.record(notificationKindSchema, waySchema);
export type Ways = z.infer<typeof waysSchema>;
