import { z } from 'zod';
import { channel } from '@e-code/kernel/contract';
import { projectId, sessionStateSchema } from './session.ts';

/** Each change of a session, for the pages of its project. */
export const sessionChannel = channel({
  name: 'sandboxes.session',
  key: z.object({ projectId }),
  message: z.object({ state: sessionStateSchema, since: z.iso.datetime() }),
  access: 'sandboxes.see',
});
