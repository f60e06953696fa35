import { z } from 'zod';
import { idSchema } from '@e-code/kernel/contract';
import { personRoleSchema, roleSchema } from './role.ts';
import { slugSchema } from './name.ts';

export const projectIdSchema = idSchema('prj');
export const personIdSchema = z.string().min(1).max(64);

/**
 * - `private`: the owner and the members.
 * - `unlisted`: also every signed-in person who has the address.
 * - `public`: as unlisted, and it may be found.
 */
export const visibilitySchema = z.enum(['private', 'unlisted', 'public']);
export type Visibility = z.infer<typeof visibilitySchema>;

export const descriptionSchema = z.string().trim().max(500, 'Use at most 500 characters.');

/** What a list shows of a project. */
export const projectSummarySchema = z.object({
  id: projectIdSchema,
  slug: slugSchema,
  name: z.string(),
  description: z.string(),
  visibility: visibilitySchema,
  /** As people call it, such as `Python`. */
  language: z.string(),
  /** What the reader may do in it. */
  role: personRoleSchema,
  owner: z.object({ id: personIdSchema, name: z.string() }),
  /** The last time somebody worked in it. */
  activeAt: z.date(),
  /** When it went to the trash; null when it is not there. */
  trashedAt: z.date().nullable(),
});
export type ProjectSummary = z.infer<typeof projectSummarySchema>;

/** All there is to know of a project. */
export const projectSchema = projectSummarySchema.extend({
  role: roleSchema,
  template: z.string(),
  /** Whether the reader came by a guest link: they are no member, and it ends with the link. */
  guest: z.boolean(),
  /** Where it was forked from: null when it was not, without a name and slug when the reader may not see that project. */
  forkedFrom: z.object({ id: projectIdSchema, name: z.string().nullable(), slug: slugSchema.nullable() }).nullable(),
  createdAt: z.date(),
});
export type Project = z.infer<typeof projectSchema>;
