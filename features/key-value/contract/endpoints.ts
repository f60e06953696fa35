import { endpoint } from '@e-code/kernel/contract';
import { projectIdSchema } from '@e-code/projects/contract';
import { z } from 'zod';
import { entrySchema, keySchema, listedSchema, revisionSchema, usageSchema, valueSchema } from './entry.ts';
import { keyValueErrors } from './errors.ts';

const project = z.object({ projectId: projectIdSchema });
const { key_changed, key_too_long, key_unknown, removal_unknown, store_full, store_unavailable, value_too_long } =
  keyValueErrors.definitions;

export const MOST_AT_ONCE = 1_000;

export const keyValueContract = {
  list: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/key-value',
    summary: 'Lists keys of the project’s store in order, page by page, and what the store holds',
    access: 'key_value.see',
    input: project.extend({
      prefix: z.string().max(1_000).default(''),
      /** Begins behind this key. */
      after: keySchema.optional(),
      limit: z.coerce.number().int().min(1).max(MOST_AT_ONCE).default(200),
    }),
    output: z.object({ keys: z.array(listedSchema), more: z.boolean(), usage: usageSchema }),
    errors: { store_unavailable },
  }),
  get: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/key-value/entry',
    summary: 'Reads one entry',
    access: 'key_value.see',
    input: project.extend({ key: keySchema }),
    output: entrySchema,
    errors: { key_unknown, store_unavailable },
  }),
  export: endpoint({
    method: 'GET',
    path: '/projects/{projectId}/key-value/entries',
    summary: 'Reads entries with their values, page by page, at most about 4 MB at once',
    access: 'key_value.see',
    input: project.extend({ prefix: z.string().max(1_000).default(''), after: keySchema.optional() }),
    output: z.object({ entries: z.array(entrySchema), more: z.boolean() }),
    errors: { store_unavailable },
  }),
  set: endpoint({
    method: 'PUT',
    path: '/projects/{projectId}/key-value/entries',
    summary: 'Sets entries, all or none',
    description: 'With `revision`, only when the entry is still that one; with null, only when there is none.',
    access: 'key_value.change',
    input: project.extend({
      entries: z
        .array(
          z.object({
            key: keySchema,
            value: valueSchema,
            expiresAt: z.number().nullable().default(null),
            revision: revisionSchema.nullable().optional(),
          }),
        )
        .min(1)
        .max(MOST_AT_ONCE),
    }),
    output: z.object({ revisions: z.array(revisionSchema) }),
    errors: { key_changed, key_too_long, value_too_long, store_full, store_unavailable },
  }),
  remove: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/key-value/removals',
    summary: 'Deletes entries; they can be brought back for a week',
    access: 'key_value.change',
    input: project.extend({ keys: z.array(keySchema).min(1).max(MOST_AT_ONCE) }),
    output: z.object({ removalId: z.string(), removed: z.number() }),
    errors: { store_unavailable },
  }),
  restore: endpoint({
    method: 'POST',
    path: '/projects/{projectId}/key-value/removals/{removalId}/restore',
    summary: 'Brings deleted entries back, where nobody has set the key since',
    access: 'key_value.change',
    input: project.extend({ removalId: z.string() }),
    output: z.object({ restored: z.number(), kept: z.number() }),
    errors: { removal_unknown, store_full, store_unavailable },
  }),
};
