import { rule } from '@e-code/kernel/server';
import type { AccessRule, Sql } from '@e-code/kernel/server';
import { projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

/** What comments ask about projects; composition gives it from the feature that keeps them. */
export interface Projects {
  /** Undefined when the person may not know of the project. */
  roleOf(sql: Sql, projectId: string, personId: string): Promise<string | undefined>;
  /** The owner and the members; nobody when the project is in the trash. */
  memberIds(sql: Sql, projectId: string): Promise<string[]>;
  /** Its name and address, also for people who follow a link. */
  titleOf(sql: Sql, projectId: string): Promise<{ name: string; slug: string } | undefined>;
}

const fields = z.object({ projectId: projectIdSchema });

/**
 * Whoever sees a project reads what is said about it. Its owner and members write, viewers too: to ask about a line needs
 * no right to change it. Who sees it only because it is public reads.
 */
export function commentsAccess(projects: Projects): Record<string, AccessRule> {
  return {
    'comments.read': rule({
      says: 'Everybody who may see the project',
      fields,
      token: { scope: 'project:read', reach: ({ input }) => input.projectId },
      decide: async ({ input, person, sql }) =>
        (await projects.roleOf(sql, input.projectId, person.id)) === undefined
          ? { kind: 'not_found' }
          : { kind: 'allow' },
    }),
    'comments.write': rule({
      says: 'The owner and the members of the project, also viewers',
      fields,
      token: { scope: 'project:write', reach: ({ input }) => input.projectId },
      async decide({ input, person, sql }) {
        if ((await projects.roleOf(sql, input.projectId, person.id)) === undefined) return { kind: 'not_found' };
        const members = await projects.memberIds(sql, input.projectId);
        return members.includes(person.id) ? { kind: 'allow' } : { kind: 'forbidden', need: 'viewer' };
      },
    }),
  };
}
