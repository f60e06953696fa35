import { z } from 'zod';

export const templateNameSchema = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40);

/** What a project can start from. */
export const templateSchema = z.object({
  name: templateNameSchema,
  /** Such as `Express`. */
  title: z.string(),
  /** Such as `JavaScript`. */
  language: z.string(),
  /** One sentence: what is inside and what it is good for. */
  description: z.string(),
  /** What appears after Run. */
  shows: z.enum(['page', 'console', 'nothing']),
  /** Programs that this installation lacks; with one of them the template's programs do not run. */
  missing: z.array(
    z.object({
      program: z.string(),
      /** A sentence for people. */
      howToAdd: z.string(),
      /** What the operator runs on the machine. */
      install: z.string(),
    }),
  ),
});
export type Template = z.infer<typeof templateSchema>;
