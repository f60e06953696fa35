import { z } from 'zod';
import { idSchema } from '@e-code/kernel/contract';

export const guestLinkIdSchema = idSchema('glk');
export const guestIdSchema = idSchema('gst');

/** What a link lets its guests do. To run is also to use terminals. */
export const guestPermissionSchema = z.enum(['view', 'edit', 'edit_and_run']);
export type GuestPermission = z.infer<typeof guestPermissionSchema>;

/** A link works for an hour at least and 30 days at most. */
export const guestLinkHoursSchema = z.int().min(1).max(720);

/** How a guest wants to be called; “Guest” is put before it, so that nobody takes them for somebody with an account. */
export const guestNameSchema = z
  .string()
  .trim()
  .min(1, 'Write a name.')
  .max(40, 'Use at most 40 characters.')
  .regex(/^\P{C}*$/u, 'Use letters, numbers and signs that can be seen.');

/** What stands behind the # of a link. */
export const guestSecretSchema = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Copy all of it.');

/** A link as its project's owner sees it. The address was shown when it was made and is not kept. */
export const guestLinkSchema = z.object({
  id: guestLinkIdSchema,
  permission: guestPermissionSchema,
  asksName: z.boolean(),
  createdAt: z.date(),
  expiresAt: z.date(),
  /** `account`: whether they came as themselves, with their account. */
  guests: z.array(z.object({ id: guestIdSchema, name: z.string(), account: z.boolean(), enteredAt: z.date() })),
});
export type GuestLink = z.infer<typeof guestLinkSchema>;
