import { z } from 'zod';
import { channel } from '@e-code/kernel/contract';
import { personIdSchema, projectIdSchema } from './project.ts';

/** Says that a person's list of projects changed; screens then ask for it again. */
export const projectListChannel = channel({
  name: 'projects.list',
  key: z.object({ personId: personIdSchema }),
  message: z.object({ projectId: projectIdSchema, event: z.string() }),
  access: 'projects.own_list',
});
