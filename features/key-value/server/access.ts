import { programRule, rule } from '@e-code/kernel/server';
import type { AccessRule, Sql } from '@e-code/kernel/server';
import { includesRole, projectIdSchema } from '@e-code/projects/contract';
import type { Role } from '@e-code/projects/contract';
import { z } from 'zod';

/** What the store asks the feature that keeps projects. */
export interface Projects {
  /** Undefined when the person may not know of the project. */
  roleOf(sql: Sql, projectId: string, personId: string): Promise<Role | undefined>;
}

const fields = z.object({ projectId: projectIdSchema });
const reach = ({ input }: { input: z.output<typeof fields> }): string => input.projectId;

/**
 * Whoever may run a project reads its store, since a program could print it; whoever changes its files changes it.
 * Who sees a project only because it is public sees no data.
 */
export function keyValueAccess(projects: Projects): Record<string, AccessRule> {
  const forRole = (needed: Role, says: string, scope?: string): AccessRule =>
    rule({
      says,
      fields,
      ...(scope !== undefined && { token: { scope, reach } }),
      async decide({ input, person, sql }) {
        const role = await projects.roleOf(sql, input.projectId, person.id);
        if (role === undefined) return { kind: 'not_found' };
        return includesRole(role, needed) ? { kind: 'allow' } : { kind: 'forbidden', need: needed };
      },
    });
  return {
    'key_value.see': forRole('runner', 'Members of the project who may run it', 'project:run'),
    'key_value.listen': forRole('runner', 'Members of the project who may run it'),
    'key_value.change': forRole('editor', 'Members of the project who may change it', 'project:write'),
    'key_value.use': programRule({
      says: 'Programs in the sandbox of the project that the token in the address is for',
      fields: z.object({ projectId: z.string() }),
      decide: ({ input, program }) => (program.subject === input.projectId ? { kind: 'allow' } : { kind: 'not_found' }),
    }),
  };
}
