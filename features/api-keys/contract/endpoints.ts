import { endpoint } from '@e-code/kernel/contract';
import { z } from 'zod';
import { apiKeysErrors } from './errors.ts';
import { apiKey, apiKeyId, apiKeyRequest, keyProject } from './shapes.ts';

const nothing = z.object({});

/** A person's own keys. None of this can be done with a key. */
export const apiKeysContract = {
  list: endpoint({
    method: 'GET',
    path: '/api-keys',
    summary: 'Your API keys, the latest first, without their secrets',
    access: 'api_keys.own',
    input: nothing,
    output: z.array(apiKey),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key; its secret is answered this once',
    access: 'api_keys.own_fresh',
    input: apiKeyRequest,
    output: z.object({ apiKey, secret: z.string() }),
    errors: { too_many_keys: apiKeysErrors.definitions.too_many_keys },
  }),
  revoke: endpoint({
    method: 'DELETE',
    path: '/api-keys/{id}',
    summary: 'Revoke an API key; what is open under it ends at once',
    access: 'api_keys.own',
    input: z.object({ id: apiKeyId }),
    output: nothing,
  }),
  findProjects: endpoint({
    method: 'GET',
    path: '/api-keys/projects',
    summary: 'Projects that a key of yours could be limited to, by words of their name',
    access: 'api_keys.own',
    input: z.object({ search: z.string().trim().max(100).default('') }),
    output: z.array(keyProject),
  }),
};
