import { z } from 'zod';

/** Bytes, as text when they are text. */
export const valueSchema = z.union([z.strictObject({ text: z.string() }), z.strictObject({ base64: z.base64() })]);
export type Value = z.infer<typeof valueSchema>;

export const keySchema = z.string();
export const revisionSchema = z.int().min(1);

export const listedSchema = z.object({
  key: keySchema,
  bytes: z.number(),
  revision: revisionSchema,
  /** Milliseconds since 1970. */
  expiresAt: z.number().nullable(),
});
export type ListedKey = z.infer<typeof listedSchema>;

export const entrySchema = listedSchema.extend({ value: valueSchema });
export type KeyValueEntry = z.infer<typeof entrySchema>;

export const usageSchema = z.object({
  keys: z.number(),
  bytes: z.number(),
  mostKeys: z.number(),
  mostBytes: z.number(),
  mostValueBytes: z.number(),
});
export type KeyValueUsage = z.infer<typeof usageSchema>;
