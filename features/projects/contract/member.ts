import { z } from 'zod';
import { personIdSchema } from './project.ts';
import { roleSchema } from './role.ts';

/** Somebody who works in a project. */
export const memberSchema = z.object({
  person: z.object({ id: personIdSchema, name: z.string() }),
  role: roleSchema,
});
export type Member = z.infer<typeof memberSchema>;
