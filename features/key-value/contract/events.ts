import { channel, event } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

const about = { projectId: projectIdSchema, keys: z.number() };

/** What people do by hand is told to the audit trail; what programs do is not. */
export const entriesSet = event('key_value.set', z.object(about));
export const entriesRemoved = event('key_value.removed', z.object({ ...about, removalId: z.string() }));
export const entriesRestored = event('key_value.restored', z.object({ ...about, removalId: z.string() }));

/** Says that the store of a project is another, at most twice a second; pages then read again what they show. */
export const keyValueChannel = channel({
  name: 'key_value.store',
  key: z.object({ projectId: projectIdSchema }),
  message: z.object({}),
  access: 'key_value.listen',
});
