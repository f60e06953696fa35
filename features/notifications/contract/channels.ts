import { channel } from '@e-code/kernel/contract';
import { personIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';

/** Says that a person's inbox is another; pages then ask for it again. */
export const inboxChannel = channel({
  name: 'notifications.inbox',
  key: z.object({ personId: personIdSchema }),
  message: z.object({}),
  access: 'notifications.listen',
});
