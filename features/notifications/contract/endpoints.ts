import { endpoint } from '@e-code/kernel/contract';
import { personIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';
import {
  notificationIdSchema,
  notificationKindSchema,
  notificationSchema,
  waySchema,
  waysSchema,
} from './notification.ts';

const nothing = z.object({});
const count = z.object({
  /** Whose it is, for the live channel. */
  personId: personIdSchema,
  unread: z.number().int(),
});

export const notificationsContract = {
  count: endpoint({
    method: 'GET',
    path: '/notifications/count',
    summary: 'Counts what the signed-in person has not read',
    access: 'notifications.own',
    input: nothing,
    output: count,
  }),
  list: endpoint({
    method: 'GET',
    path: '/notifications',
    summary: 'Lists what happened to the signed-in person, the latest first',
    access: 'notifications.own',
    input: z.object({
      /** `mine`: what mentions the person or is given to them, and is not done. */
      filter: z.enum(['inbox', 'unread', 'mine', 'done']).default('inbox'),
      /** From `next` of the answer before. */
      cursor: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    output: count.extend({ notifications: z.array(notificationSchema), next: z.number().nullable() }),
  }),
  mark: endpoint({
    method: 'POST',
    path: '/notifications/marks',
    summary: 'Marks notifications of the signed-in person as read, unread, done or not done',
    access: 'notifications.own',
    input: z.object({
      as: z.enum(['read', 'unread', 'done', 'undone']),
      /** These, or all about one thing such as a thread, or all that are not done. */
      which: z.discriminatedUnion('by', [
        z.object({ by: z.literal('ids'), ids: z.array(notificationIdSchema).min(1).max(500) }),
        z.object({ by: z.literal('subject'), subject: z.string().min(1).max(100) }),
        z.object({ by: z.literal('all') }),
      ]),
    }),
    output: count,
  }),
  readWays: endpoint({
    method: 'GET',
    path: '/notifications/ways',
    summary: 'Says how the signed-in person wants to hear of each kind',
    access: 'notifications.own',
    input: nothing,
    output: waysSchema,
  }),
  setWay: endpoint({
    method: 'PUT',
    path: '/notifications/ways/{kind}',
    summary: 'Sets how the signed-in person wants to hear of one kind',
    access: 'notifications.own',
    input: waySchema.extend({ kind: notificationKindSchema }),
    output: waysSchema,
  }),
};
