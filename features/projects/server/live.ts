import { eq } from 'drizzle-orm';
import { publish } from '@e-code/kernel/server';
import type { Kernel, Sql, Subscription } from '@e-code/kernel/server';
import { z } from 'zod';
import { projectEvents, projectListChannel } from '../contract/index.ts';
import { members } from './tables.ts';

const payloadSchema = z.object({ projectId: z.string(), ownerId: z.string(), personId: z.string().optional() });

/** Tells the lists of everybody in a project about each of its events; who was just removed hears it too. */
export function createListUpdates(kernel: Kernel): Subscription[] {
  return projectEvents.map(({ name: event }) => ({
    name: `projects.list_updates.${event}`,
    event,
    async handle({ payload }, { sql, afterCommit }) {
      const { projectId, ownerId, personId } = payloadSchema.parse(payload);
      const listeners = new Set([ownerId, ...(await memberIds(sql, projectId)), ...(personId ? [personId] : [])]);
      afterCommit(() => {
        for (const listener of listeners) {
          publish(kernel, projectListChannel, { personId: listener }, { projectId, event });
        }
      });
    },
  }));
}

async function memberIds(sql: Sql, projectId: string): Promise<string[]> {
  const rows = await sql.select({ id: members.personId }).from(members).where(eq(members.projectId, projectId));
  return rows.map(({ id }) => id);
}
