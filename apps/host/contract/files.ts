import { z } from 'zod';

/** A path relative to the project, with `/` between parts; the empty string is the project itself. */
export const pathSchema = z.string().max(4096);
export const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

export const entryKinds = ['file', 'directory', 'symlink', 'other'] as const;
export const entrySchema = z.object({
  name: z.string(),
  kind: z.enum(entryKinds),
  /** Bytes. Null, like the next two, in listings of more than 10,000 entries; `files.stat` tells them. */
  size: z.number().nullable(),
  /** Milliseconds since 1970. */
  modified: z.number().nullable(),
  /** Permission bits, such as 0o644. */
  mode: z.number().nullable(),
  /** For a symlink that stays inside the project: what it leads to. `broken` and `outside` cannot be opened. */
  target: z.enum(['file', 'directory', 'other', 'broken', 'outside']).optional(),
});
export type Entry = z.infer<typeof entrySchema>;

export const conflictSchema = z.enum(['fail', 'replace', 'keep-both']);
export type Conflict = z.infer<typeof conflictSchema>;

const count = z.coerce.number().int().min(0);
const placement = z.object({ from: pathSchema, to: pathSchema });
const placements = z.object({
  entries: z.array(placement).min(1).max(10_000),
  conflict: conflictSchema.default('fail'),
});
const placed = z.object({
  entries: z.array(placement),
  /** With conflict `replace`: restores what was replaced; null when nothing was. */
  undo: z.string().nullable(),
});
const written = z.object({ path: z.string(), hash: hashSchema, size: z.number(), modified: z.number() });
export type Written = z.infer<typeof written>;

const uploaded = z.object({ path: z.string(), received: z.number(), complete: z.boolean() });
const uploadId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

const unfinishedSchema = z.object({
  upload: z.string(),
  path: z.string(),
  size: z.number(),
  received: z.number(),
  /** When its last piece came, in milliseconds since 1970. */
  modified: z.number(),
});
export type UnfinishedUpload = z.infer<typeof unfinishedSchema>;

export const leftOutReasons = ['symlink', 'unsafe_name', 'exists', 'special', 'encrypted', 'unsupported'] as const;

export const fileSchemas = {
  'files.list': {
    /** Sorted: directories first, then by name (code units). `limit` up to 200,000. */
    input: z.object({
      path: pathSchema.default(''),
      offset: count.default(0),
      limit: count.max(200_000).default(200_000),
    }),
    answer: z.object({ path: z.string(), entries: z.array(entrySchema), total: z.number() }),
  },
  'files.all': {
    /** Every file that ignore files do not hide, for quick open. */
    input: z.object({ limit: count.max(500_000).default(100_000) }),
    answer: z.object({ paths: z.array(z.string()), truncated: z.boolean() }),
  },
  'files.stat': { input: z.object({ path: pathSchema }), answer: entrySchema },
  'files.read': {
    /**
     * Answer headers: `x-ecode-kind: text|binary`; `etag: "<sha256>"` up to 64 MiB, above that a weak tag of size and time.
     * `range` and `if-none-match` are honoured. `download` adds content-disposition: attachment.
     */
    input: z.object({ path: pathSchema, download: z.stringbool().default(false) }),
    answer: z.never(),
  },
  'files.write': {
    /** Headers: `if-match: "<sha256>"` (or `*`: whatever is there) or `if-none-match: *` (must be new). Parents are made. */
    input: z.object({ path: pathSchema }),
    answer: written,
  },
  'files.createDirectory': { input: z.object({ path: pathSchema }), answer: z.object({ path: z.string() }) },
  'files.move': { input: placements, answer: placed },
  'files.copy': { input: placements, answer: placed },
  'files.remove': {
    input: z.object({ paths: z.array(pathSchema).min(1).max(10_000) }),
    answer: z.object({ undo: z.string(), removed: z.array(z.string()) }),
  },
  'files.restore': {
    input: z.object({ undo: z.string(), conflict: conflictSchema.default('keep-both') }),
    answer: z.object({ restored: z.array(z.string()) }),
  },
  'files.upload': {
    /**
     * One piece (or all) of a file. Pieces of one `upload` follow each other by `offset`; the file appears at `path` when
     * `size` bytes are there. A lost connection keeps what arrived: ask `files.uploadState`, go on from `received`.
     */
    input: z.object({
      path: pathSchema,
      upload: uploadId,
      offset: count.default(0),
      size: count,
      conflict: conflictSchema.default('fail'),
    }),
    answer: uploaded,
  },
  'files.uploadState': {
    input: z.object({ upload: uploadId }),
    answer: z.object({ received: z.number() }),
  },
  'files.uploads': {
    /** Uploads that lack bytes, the newest first. They are dropped a day after their last piece, and when space is needed. */
    input: z.object({}),
    answer: z.object({ uploads: z.array(unfinishedSchema) }),
  },
  'files.dropUpload': { input: z.object({ upload: uploadId }), answer: z.object({}) },
  'files.trash': {
    /** Deletions that can be restored, the newest first. They are kept for a week, or until space is needed. */
    input: z.object({}),
    answer: z.object({
      deletions: z.array(z.object({ undo: z.string(), time: z.number(), paths: z.array(z.string()) })),
    }),
  },
  /** Deletes for good: one deletion, or without `undo` all of them. */
  'files.emptyTrash': { input: z.object({ undo: z.string().optional() }), answer: z.object({}) },
  'files.archive': {
    /** A zip. Without `all`, folders that tools can make again (node_modules, .venv, __pycache__, .git) stay out. */
    input: z.object({ path: pathSchema.default(''), all: z.stringbool().default(false) }),
    answer: z.never(),
  },
  'files.unpack': {
    input: z.object({
      path: pathSchema.default(''),
      conflict: conflictSchema.exclude(['keep-both']).default('fail'),
      /** Drop the one folder that holds everything, as in archives of Git hosts. */
      strip: z.stringbool().default(false),
      /** Names this work in `operation.progress` messages. */
      operation: z.string().max(64).optional(),
    }),
    answer: z.object({
      files: z.number(),
      bytes: z.number(),
      leftOut: z.array(z.object({ name: z.string(), reason: z.enum(leftOutReasons) })),
      /** How many more were left out than `leftOut` lists (it stops at 1,000). */
      leftOutMore: z.number(),
    }),
  },
} as const;
