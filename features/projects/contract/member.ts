import { z } from 'zod';
import { personIdSchema } from './project.ts';
import { personRoleSchema } from './role.ts';

/** Somebody who works in a project. */
export const memberSchema = z.object({
  person: z.object({ id: personIdSchema, name: z.string() }),
  role: personRoleSchema,
});
export type Member = z.infer<typeof memberSchema>;
