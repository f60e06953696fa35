import { endpoint } from '@e-code/kernel/contract';
import { z } from 'zod';
import { entrySchema, filterSchema } from './entry.ts';

export const auditContract = {
  list: endpoint({
    method: 'GET',
    path: '/audit',
    summary: 'Lists what happened on this installation, the latest first',
    description: 'The same filters give all entries as lines of JSON at `/api/audit/export`.',
    access: 'audit.read',
    input: filterSchema.extend({
      /** From `next` of the answer before. */
      cursor: z
        .string()
        .regex(/^\d{1,18}$/, 'This is not a cursor of this list.')
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    output: z.object({ entries: z.array(entrySchema), next: z.string().nullable() }),
  }),
};
