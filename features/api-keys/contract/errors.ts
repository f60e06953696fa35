import { defineErrors } from '@e-code/kernel/contract';
import { z } from 'zod';

export const apiKeysErrors = defineErrors({
  too_many_keys: {
    status: 409,
    message: 'You have {count} API keys already, which is the most. Revoke one that is no longer used.',
    data: z.object({ count: z.number() }),
  },
});
