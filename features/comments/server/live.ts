import { eq } from 'drizzle-orm';
import { publish, subscription } from '@e-code/kernel/server';
import type { Kernel, Subscription } from '@e-code/kernel/server';
import { projectDeleted } from '@e-code/projects/contract';
import { z } from 'zod';
import { commentEvents, threadsChannel } from '../contract/index.ts';
import { guests, threads } from './tables.ts';

const payloadSchema = z.object({ projectId: z.string(), threadId: z.string() });

/** Tells everybody who looks at a project what was said in it. */
export function createThreadUpdates(kernel: Kernel): Subscription[] {
  return commentEvents.map(({ name: event }) => ({
    name: `comments.threads.${event}`,
    event,
    handle({ payload }, { afterCommit }) {
      const { projectId, threadId } = payloadSchema.parse(payload);
      afterCommit(() => publish(kernel, threadsChannel, { projectId }, { threadId, event }));
    },
  }));
}

/** What was said about a project goes with it. */
export const forgetProject = subscription('comments.forget_project', projectDeleted, async ({ payload }, { sql }) => {
  await sql.delete(threads).where(eq(threads.projectId, payload.projectId));
  await sql.delete(guests).where(eq(guests.projectId, payload.projectId));
});
