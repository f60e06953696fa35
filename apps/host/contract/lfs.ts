import { z } from 'zod';

/** A large file of Git LFS, by the SHA-256 of its bytes. */
export const lfsOidSchema = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().min(0);

export const lfsSchemas = {
  'lfs.find': {
    input: z.object({
      oids: z.array(lfsOidSchema).max(1_000),
      /** Bytes that are to come; what could be given up for them is counted only then. */
      wanted: size.default(0),
    }),
    /** Sizes of those that are here, and the bytes that the project has room for. */
    answer: z.object({ sizes: z.record(z.string(), size), room: size }),
  },
  /** Range is honoured. */
  'lfs.download': { input: z.object({ oid: lfsOidSchema }), answer: z.unknown() },
  'lfs.upload': { input: z.object({ oid: lfsOidSchema }), answer: z.object({ size }) },
} as const;
