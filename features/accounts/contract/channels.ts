import { channel } from '@e-code/kernel/contract';
import { z } from 'zod';
import { personId } from './shapes.ts';

/** Tells a person's open screens that something about the account changed, so that they read it again. */
export const accountsChannel = channel({
  name: 'accounts.changed',
  key: z.object({ personId }),
  message: z.object({ what: z.enum(['profile', 'sessions']) }),
  access: 'accounts.listen',
});

/** Tells operators who look at the outbox that mail was written, so that they read the list again. */
export const outboxChannel = channel({
  name: 'accounts.outbox',
  key: z.object({}),
  message: z.object({}),
  access: 'accounts.operate',
});
