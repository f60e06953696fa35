import { z } from 'zod';
import { idSchema } from '@e-code/kernel/contract';
import { scope } from './scope.ts';

export const apiKeyId = idSchema('key');
export const projectId = idSchema('prj');
export const moment = z.iso.datetime();

/** As long as a key may live; longer than that is forgotten. */
export const MOST_DAYS = 366;
export const MOST_PROJECTS = 100;

export const keyName = z.string().trim().min(1, 'Enter a name.').max(80, 'Use at most 80 characters.');

export const keyProject = z.object({ id: projectId, name: z.string() });
export type KeyProject = z.infer<typeof keyProject>;

export const apiKey = z.object({
  id: apiKeyId,
  name: z.string(),
  /** The first characters, to know it again. */
  hint: z.string(),
  scopes: z.array(scope),
  /** Null: all projects of the person. A project that is gone has no name. */
  projects: z.array(z.object({ id: projectId, name: z.string().nullable() })).nullable(),
  createdAt: moment,
  /** Null: until it is revoked. */
  expiresAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
  lastUsedFrom: z.string().nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const apiKeyRequest = z.object({
  name: keyName,
  scopes: z.array(scope).min(1, 'Choose at least one scope.'),
  /** Limits the key to these. */
  projectIds: z.array(projectId).min(1, 'Choose a project, or allow all.').max(MOST_PROJECTS).optional(),
  /** Null: until it is revoked. */
  expiresInDays: z.int().min(1).max(MOST_DAYS).nullable(),
});
export type ApiKeyRequest = z.infer<typeof apiKeyRequest>;
