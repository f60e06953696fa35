import { z } from 'zod';
import { pathSchema } from './files.ts';

const count = z.coerce.number().int().min(0);

/** Text that was cut and bytes tell how long they are; numbers beyond 2^53 come as text. */
const cellSchema = z.union([
  z.null(),
  z.number(),
  z.string(),
  z.object({ kind: z.literal('text'), start: z.string(), length: z.number() }),
  z.object({ kind: z.literal('bytes'), start: z.string(), length: z.number() }),
]);
export type SqliteCell = z.infer<typeof cellSchema>;

const columnSchema = z.object({ name: z.string(), type: z.string(), key: z.boolean() });
const tableSchema = z.object({ name: z.string(), kind: z.enum(['table', 'view']), columns: z.array(columnSchema) });
export type SqliteTable = z.infer<typeof tableSchema>;

/** Databases are opened for reading only. */
export const sqliteSchemas = {
  'sqlite.tables': { input: z.object({ path: pathSchema }), answer: z.object({ tables: z.array(tableSchema) }) },
  'sqlite.rows': {
    input: z.object({
      path: pathSchema,
      table: z.string().max(500),
      offset: count.default(0),
      limit: count.max(500).default(100),
      /** A column of the table. */
      order: z.string().max(500).optional(),
      descending: z.stringbool().default(false),
      /** Only rows in which some column holds this text. */
      filter: z.string().max(500).default(''),
    }),
    answer: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(cellSchema)),
      /** Null when counting would take too long. */
      total: z.number().nullable(),
    }),
  },
} as const;
