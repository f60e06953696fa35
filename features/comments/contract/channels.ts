import { channel } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';
import { threadIdSchema } from './thread.ts';

/** Says that a thread of a project is another; screens then ask for it again. */
export const threadsChannel = channel({
  name: 'comments.threads',
  key: z.object({ projectId: projectIdSchema }),
  message: z.object({ threadId: threadIdSchema, event: z.string() }),
  access: 'comments.read',
});
