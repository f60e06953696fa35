import { z } from 'zod';
import { pathSchema } from './files.ts';

/** A file's identity: kept over renames and restarts of the host. */
export const documentIdSchema = z.uuid();
/** Above this size a file is shown and not edited together: its document would weigh on every page. */
export const documentLimit = 2 * 1024 * 1024;

/** Positions are UTF-16 units of the document's text (`\n` between lines, no BOM), before any hunk of the list is applied. */
export const hunkSchema = z.object({ from: z.number().int(), to: z.number().int(), insert: z.string() });
export type Hunk = z.infer<typeof hunkSchema>;

export const lineEndings = ['\n', '\r\n', 'mixed'] as const;

/** Who changed a text without an editor of ours. `program` is anything in a terminal or a run that wrote the file. */
export const outsideAuthorSchema = z.object({
  kind: z.enum(['program', 'git', 'agent', 'formatter', 'person']),
  name: z.string().optional(),
});
export type OutsideAuthor = z.infer<typeof outsideAuthorSchema>;

/** Who caused a change, for history, comments and language servers. */
export type ChangeOrigin =
  | { readonly kind: 'person'; readonly id: string; readonly name: string }
  | { readonly kind: 'program' | 'git' | 'agent' | 'formatter'; readonly name?: string };

const collidingLines = z.array(z.tuple([z.number(), z.number()]));

/** Lines (from 1, in the text right after) that an editor and somebody outside changed at once. */
const collisionNoteSchema = z.object({
  id: z.uuid(),
  by: outsideAuthorSchema,
  /** Milliseconds since 1970. */
  at: z.number(),
  lines: collidingLines,
});
export type CollisionNote = z.infer<typeof collisionNoteSchema>;

/**
 * JSON in Hocuspocus stateless messages from the host, for each document. `vector` is a base64 state vector.
 * A client's update is acknowledged (SyncStatus) only when it is on the project's disk, so that the provider's
 * `hasUnsyncedChanges` is exact, also for deletions, which no state vector tells.
 */
export const documentEventSchema = z.discriminatedUnion('type', [
  /** Everything up to `vector` is on the disk. `complete`: and nothing arrived since. */
  z.object({ type: z.literal('saved'), vector: z.string(), complete: z.boolean() }),
  /** The edits are safe in the host's log; the file could not be written. `retry`: the host tries again by itself. */
  z.object({ type: z.literal('saving-failed'), code: z.string(), message: z.string(), retry: z.boolean() }),
  z.object({ type: z.literal('moved'), path: z.string() }),
  z.object({ type: z.literal('deleted') }),
  /** The deleted file is there again. */
  z.object({ type: z.literal('restored'), path: z.string() }),
  /** The file is no text any more, or too large: the document takes no edits. Read the file itself. */
  z.object({ type: z.literal('detached'), reason: z.enum(['binary', 'large', 'not-a-file']) }),
  /** The detached file is text again: open it anew. */
  z.object({ type: z.literal('attached') }),
  z.object({
    type: z.literal('outside-change'),
    by: outsideAuthorSchema,
    /** Milliseconds since 1970. */
    at: z.number(),
    /** How many places changed. */
    hunks: z.number(),
    /** Lines (from 1) of the present text that both changed. Nothing is lost: ask `documents.collision`. */
    collision: z.object({ id: z.uuid(), lines: collidingLines }).optional(),
  }),
  /** All collisions of the document that nobody has decided, to who joins it. */
  z.object({ type: z.literal('collisions'), open: z.array(collisionNoteSchema) }),
  /** A collision was decided by somebody. */
  z.object({ type: z.literal('resolved'), id: z.uuid() }),
  /** This connection may look only; what it sent was dropped. Undo it by opening the document anew. */
  z.object({ type: z.literal('refused'), reason: z.enum(['read-only', 'detached', 'too-large', 'invalid']) }),
]);
export type DocumentEvent = z.infer<typeof documentEventSchema>;

/** Reasons of a refused document on the socket (Hocuspocus PermissionDenied). After either, `documents.open` again. */
export const refusalReasons = ['epoch_changed', 'document_unknown'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** `user` in the awareness of every connection, stamped by the host: what a client sends there is overwritten. */
export const awarenessUserSchema = z.object({ id: z.string(), name: z.string(), colour: z.string() });
export type AwarenessUser = z.infer<typeof awarenessUserSchema>;

export const openedDocumentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    id: documentIdSchema,
    /** Counts up when the document's history could not be continued: what is cached of an older epoch must be dropped. */
    epoch: z.number().int(),
    /** The document's name on the sockets. */
    name: z.string(),
    path: z.string(),
    lineEnding: z.enum(lineEndings),
    /** Bytes on disk. */
    size: z.number(),
    deleted: z.boolean(),
  }),
  z.object({ kind: z.literal('binary'), path: z.string(), size: z.number() }),
  /** More than `documentLimit`. */
  z.object({ kind: z.literal('large'), path: z.string(), size: z.number(), text: z.boolean() }),
]);
export type OpenedDocument = z.infer<typeof openedDocumentSchema>;

export const documentStates = ['saved', 'pending', 'failed', 'deleted', 'detached'] as const;
export const listedDocumentSchema = z.object({
  id: documentIdSchema,
  epoch: z.number().int(),
  path: z.string(),
  state: z.enum(documentStates),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ListedDocument = z.infer<typeof listedDocumentSchema>;

const flushed = z.object({
  saved: z.array(z.string()),
  failed: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
});
export type Flushed = z.infer<typeof flushed>;

export const collisionChoices = ['merged', 'ours', 'theirs'] as const;
const collision = z.object({
  id: z.uuid(),
  path: z.string(),
  at: z.number(),
  by: outsideAuthorSchema,
  /** The text both began with, the text of the editors, the text that was found on disk, and what was made of them. */
  base: z.string(),
  ours: z.string(),
  theirs: z.string(),
  merged: z.string(),
});
export type Collision = z.infer<typeof collision>;

export const documentSchemas = {
  'documents.open': { input: z.object({ path: pathSchema }), answer: openedDocumentSchema },
  /** Answers when everything that the host received before is on the disk (fsync). */
  'documents.flush': { input: z.object({}), answer: flushed },
  'documents.list': { input: z.object({}), answer: z.object({ documents: z.array(listedDocumentSchema) }) },
  'documents.collision': { input: z.object({ id: z.uuid() }), answer: collision },
  /** `merged` keeps what is there. Edits made since the collision stay where they do not touch the colliding lines. */
  'documents.resolve': {
    input: z.object({ id: z.uuid(), choice: z.enum(collisionChoices) }),
    answer: z.object({ path: z.string() }),
  },
  /** Writes a deleted open file back with the text of its document. */
  'documents.restore': { input: z.object({ id: documentIdSchema }), answer: z.object({ path: z.string() }) },
} as const;
