import { event } from '@e-code/kernel/contract';
import { z } from 'zod';

const aboutKey = z.object({ personId: z.string(), apiKeyId: z.string(), name: z.string() });

export const apiKeyCreated = event(
  'api_keys.key_created',
  aboutKey.extend({
    scopes: z.array(z.string()),
    projectIds: z.array(z.string()).nullable(),
    expiresAt: z.string().nullable(),
  }),
);
export const apiKeyRevoked = event('api_keys.key_revoked', aboutKey);
