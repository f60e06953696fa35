import { participantRule } from '@e-code/kernel/server';
import type { AccessRule, Sql } from '@e-code/kernel/server';
import { projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

/** What comments ask about projects; composition gives it from the feature that keeps them. */
export interface Projects {
  /** Undefined when the person may not know of the project. */
  roleOf(sql: Sql, projectId: string, personId: string): Promise<string | undefined>;
  /** Undefined when they did not come by a guest link. */
  roleByLink(sql: Sql, projectId: string, personId: string): Promise<string | undefined>;
  /** The owner and the members; nobody when the project is in the trash. */
  memberIds(sql: Sql, projectId: string): Promise<string[]>;
  /** Its name and address, also for people who follow a link. */
  titleOf(sql: Sql, projectId: string): Promise<{ name: string; slug: string } | undefined>;
}

const fields = z.object({ projectId: projectIdSchema });

/**
 * Whoever sees a project reads what is said about it. Its owner and members write, viewers too: to ask about a line needs
 * no right to change it. Of those who came by a guest link write whom it lets edit. Who sees it only because it is public
 * reads.
 */
export function commentsAccess(projects: Projects): Record<string, AccessRule> {
  return {
    'comments.read': participantRule({
      says: 'Everybody who may see the project',
      fields,
      token: { scope: 'project:read', reach: ({ input }) => input.projectId },
      subject: ({ input }) => input.projectId,
      decide: async ({ input, participant, sql }) =>
        (await projects.roleOf(sql, input.projectId, participant.id)) === undefined
          ? { kind: 'not_found' }
          : { kind: 'allow' },
    }),
    'comments.write': participantRule({
      says: 'The owner and the members of the project, also viewers, and whom a guest link lets edit',
      fields,
      token: { scope: 'project:write', reach: ({ input }) => input.projectId },
      subject: ({ input }) => input.projectId,
      async decide({ input, participant, sql }) {
        const { projectId } = input;
        if ((await projects.roleOf(sql, projectId, participant.id)) === undefined) return { kind: 'not_found' };
        const writes = await mayWrite(projects, sql, projectId, participant.id);
        return writes ? { kind: 'allow' } : { kind: 'forbidden', need: 'viewer' };
      },
    }),
  };
}

/** Whether somebody who sees the project may also write. */
export async function mayWrite(projects: Projects, sql: Sql, projectId: string, personId: string): Promise<boolean> {
  if ((await projects.memberIds(sql, projectId)).includes(personId)) return true;
  const role = await projects.roleByLink(sql, projectId, personId);
  return role !== undefined && role !== 'viewer';
}
