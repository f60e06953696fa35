import { z } from 'zod';
import { pathSchema } from './files.ts';
import { refNamePattern } from './ref-name.ts';

/** Anything that names a commit: a hash, a branch, a tag, `HEAD~2`. Never an option of git. */
export const revisionSchema = z
  .string()
  .min(1)
  .max(250)
  .regex(/^(?!-)[^\0-\x20\x7f]+$/);
export const refNameSchema = z.string().min(1).max(200).regex(refNamePattern);
const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/);
export const remoteNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/);
/** What stands in one line of the protocol between git and its helpers. */
const lineSchema = z
  .string()
  .max(10_000)
  .regex(/^[^\0\r\n]*$/);
const paths = z.array(pathSchema.min(1)).min(1).max(10_000);
const none = z.object({});
const operation = z.string().max(64).optional();

/** One letter of `git status`: unchanged, modified, added, deleted, renamed, copied, type changed. */
const change = z.enum(['.', 'M', 'A', 'D', 'R', 'C', 'T']);
/** Who did what in a merge: `UU` both modified, `AA` both added, `DU` deleted by us and so on. */
export const conflictKinds = ['DD', 'AU', 'UD', 'UA', 'DU', 'AA', 'UU'] as const;

export const gitFileSchema = z.object({
  path: z.string(),
  /** Where it was before a rename or copy. */
  from: z.string().optional(),
  /** What the next commit would change. */
  staged: change,
  /** What the work tree changes beyond that; `?` for a file that git does not know. */
  unstaged: z.enum([...change.options, '?']),
  conflict: z.enum(conflictKinds).optional(),
});
export type GitFile = z.infer<typeof gitFileSchema>;

export const gitOperationSchema = z.object({
  /** `am`: patches that are applied; `stash`: changes that were put aside came back in conflict. */
  kind: z.enum(['merge', 'rebase', 'cherry-pick', 'revert', 'am', 'stash']),
  /** What is merged, picked or rebased, as git names it; may be empty. */
  subject: z.string(),
  /** Of a rebase: which commit of how many. */
  step: z.number().optional(),
  steps: z.number().optional(),
});
export type GitOperation = z.infer<typeof gitOperationSchema>;

/** A lock of git that has been there for a while: git refuses to work until it is gone. */
export const gitLockSchema = z.object({
  /** Its path below `.git`. */
  name: z.string().regex(/^(?!\/)(?!.*\.\.)[^\0]{1,300}\.lock$/),
  since: z.number(),
  /** Whose work through the host broke off and left it. Null: of a terminal or a program, as far as is known. */
  by: z.string().nullable(),
  /** A git works in the project now, so that the lock may be its own. */
  running: z.boolean(),
});
export type GitLock = z.infer<typeof gitLockSchema>;

/** `repository: false`: the project has no repository yet. */
export const gitStateSchema = z.discriminatedUnion('repository', [
  z.object({ repository: z.literal(false) }),
  z.object({
    repository: z.literal(true),
    /** Null while HEAD is detached. */
    branch: z.string().nullable(),
    /** Null before the first commit. */
    commit: z.string().nullable(),
    upstream: z.string().nullable(),
    ahead: z.number(),
    behind: z.number(),
    operation: gitOperationSchema.nullable(),
    lock: gitLockSchema.nullable(),
    files: z.array(gitFileSchema),
    /** More files than are listed. */
    truncated: z.boolean(),
    stashes: z.number(),
  }),
]);
export type GitState = z.infer<typeof gitStateSchema>;

export const diffLineSchema = z.object({
  kind: z.enum([' ', '+', '-']),
  text: z.string(),
  /** The last line of its side has no line feed. */
  open: z.literal(true).optional(),
});
export const diffHunkSchema = z.object({
  oldStart: z.number(),
  oldLines: z.number(),
  newStart: z.number(),
  newLines: z.number(),
  /** What git shows beside the numbers: the function around. */
  heading: z.string(),
  lines: z.array(diffLineSchema),
});
export type DiffHunk = z.infer<typeof diffHunkSchema>;
export const fileDiffSchema = z.object({
  path: z.string(),
  from: z.string().optional(),
  binary: z.boolean(),
  hunks: z.array(diffHunkSchema),
  /** Lines beyond what a page shows were left out. */
  truncated: z.boolean(),
  /** Names this very difference: lines are staged only while it holds. */
  fingerprint: z.string(),
});
export type FileDiff = z.infer<typeof fileDiffSchema>;

/** A hunk by its place in the difference, and which of its changed lines; absent: all of them. */
export const chosenHunkSchema = z.object({
  hunk: z.number().int().min(0),
  lines: z.array(z.number().int().min(0)).optional(),
});
export type ChosenHunk = z.infer<typeof chosenHunkSchema>;

const person = z.object({ name: z.string(), email: z.string() });
export const commitEntrySchema = z.object({
  commit: commitSchema,
  parents: z.array(commitSchema),
  author: person,
  /** Milliseconds since 1970, of the author. */
  at: z.number(),
  subject: z.string(),
  /** Branches, remote branches and tags that point here; `HEAD` first. */
  refs: z.array(z.string()),
});
export type Commit = z.infer<typeof commitEntrySchema>;

export const branchSchema = z.object({
  name: z.string(),
  remote: z.boolean(),
  current: z.boolean(),
  commit: commitSchema,
  subject: z.string(),
  at: z.number(),
  upstream: z.string().nullable(),
  ahead: z.number(),
  behind: z.number(),
  /** Its upstream branch does not exist any more. */
  gone: z.boolean(),
});
export type Branch = z.infer<typeof branchSchema>;

const tagSchema = z.object({ name: z.string(), commit: commitSchema, at: z.number(), message: z.string() });
const stashSchema = z.object({ index: z.number(), commit: commitSchema, message: z.string(), at: z.number() });

/** The last step that moved a branch and can be taken back. Undoing is such a step too. */
export const lastStepSchema = z.object({
  kind: z.enum(['commit', 'amend', 'merge', 'rebase', 'cherry-pick', 'revert', 'pull', 'reset', 'undo', 'undo-commit']),
  /** Of the commit that it led to. */
  subject: z.string(),
  commit: commitSchema,
  /** Where the branch was; null before the first commit. */
  before: commitSchema.nullable(),
});
export type LastStep = z.infer<typeof lastStepSchema>;

/** After a step that may stop for conflicts: what is left to decide. */
const outcome = z.object({
  conflicts: z.array(z.string()),
  said: z.string(),
  /** There was nothing to do: what it would bring is there already. */
  nothing: z.boolean().optional(),
  /** What was not committed could not be brought back over what came; it is kept in the newest stash. */
  stashed: z.boolean().optional(),
  /** What was taken back and not committed; `git.undoDiscard` brings it back. */
  kept: commitSchema.optional(),
  /** What `git.undo` takes back. */
  step: lastStepSchema.optional(),
});
export type GitOutcome = z.infer<typeof outcome>;

const blamed = z.object({
  /** Runs of lines (from 1) that came with one commit; null for lines that are not committed. */
  runs: z.array(z.object({ from: z.number(), to: z.number(), commit: commitSchema.nullable() })),
  commits: z.record(z.string(), z.object({ author: person, at: z.number(), subject: z.string() })),
});
export type Blame = z.infer<typeof blamed>;

/** The three versions of a file in conflict; null where a side has none. */
const conflictSides = z.object({
  kind: z.enum(conflictKinds),
  base: z.string().nullable(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  /** What the two sides are called. */
  names: z.object({ ours: z.string(), theirs: z.string() }),
});
export type ConflictSides = z.infer<typeof conflictSides>;

const committedFile = z.object({
  path: z.string(),
  from: z.string().optional(),
  change,
  /** Null for binary files. */
  added: z.number().nullable(),
  removed: z.number().nullable(),
});

/**
 * How one operation gets in: the address, and a credential that the host keeps nowhere. A `key` is an Ed25519 key, PKCS #8 in
 * DER as base64.
 */
export const gitEntrySchema = z.object({
  address: z.string().min(1).max(2000),
  credential: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('token'), name: lineSchema, secret: lineSchema }),
    z.object({ kind: z.literal('key'), secret: lineSchema }),
  ]),
  /** Lines of a known_hosts file. */
  knownHosts: z.string().max(20_000).default(''),
});
export type GitEntry = z.infer<typeof gitEntrySchema>;

const entry = gitEntrySchema.optional();
/** `commit`: where the branch of the remote was. */
const distance = z.object({ ahead: z.number(), behind: z.number(), commit: commitSchema });
/** What the remote said, and the host keys that are known now. */
const carried = z.object({ said: z.string(), knownHosts: z.string() });

export const gitSchemas = {
  'git.clone': {
    input: z.object({
      url: z.string().min(1).max(2000),
      path: pathSchema.default(''),
      branch: z.string().min(1).max(250).optional(),
      /** Only the newest commits; absent: all. */
      depth: z.number().int().min(1).optional(),
      operation,
    }),
    answer: z.object({ path: z.string(), branch: z.string().nullable(), commit: z.string().nullable() }),
  },
  'git.state': { input: none, answer: gitStateSchema },
  'git.init': { input: none, answer: gitStateSchema },
  /** `unstaged`: work tree against index; `staged`: index against HEAD; a commit against its first parent. */
  'git.diff': {
    input: z.object({
      path: pathSchema.min(1),
      side: z.enum(['unstaged', 'staged']).default('unstaged'),
      commit: revisionSchema.optional(),
    }),
    answer: fileDiffSchema,
  },
  'git.stage': { input: z.object({ paths }), answer: none },
  'git.unstage': { input: z.object({ paths }), answer: none },
  /** `undo` brings the discarded changes back with `git.undoDiscard`. */
  'git.discard': { input: z.object({ paths }), answer: z.object({ undo: z.string() }) },
  'git.undoDiscard': { input: z.object({ undo: commitSchema }), answer: none },
  /** Stages, unstages or discards hunks or single lines of a difference that was shown. */
  'git.applyLines': {
    input: z.object({
      path: pathSchema.min(1),
      action: z.enum(['stage', 'unstage', 'discard']),
      fingerprint: z.string(),
      hunks: z.array(chosenHunkSchema).min(1).max(5000),
    }),
    /** Of a discard: brings it back with `git.undoDiscard`. */
    answer: z.object({ undo: commitSchema.nullable() }),
  },
  'git.commit': {
    input: z.object({
      message: z.string().trim().min(1).max(100_000),
      amend: z.boolean().default(false),
      signOff: z.boolean().default(false),
    }),
    answer: z.object({ commit: commitSchema }),
  },
  /** The message of the last commit, for an amend. */
  'git.lastMessage': { input: none, answer: z.object({ message: z.string() }) },
  /** The last step that moved the branch. */
  'git.lastStep': { input: none, answer: z.object({ step: lastStepSchema.nullable() }) },
  /** Takes the last step back while it is this one; what a commit brought stays staged. */
  'git.undo': { input: lastStepSchema.pick({ kind: true, commit: true }), answer: outcome },
  /** Removes a lock that was left behind, never one that a git may hold. */
  'git.removeLock': { input: gitLockSchema.pick({ name: true, since: true }), answer: none },
  'git.branches': { input: none, answer: z.object({ branches: z.array(branchSchema), tags: z.array(tagSchema) }) },
  'git.createBranch': {
    input: z.object({ name: refNameSchema, from: revisionSchema.optional(), switch: z.boolean().default(true) }),
    answer: none,
  },
  'git.switch': { input: z.object({ to: revisionSchema, detach: z.boolean().default(false) }), answer: none },
  'git.renameBranch': { input: z.object({ from: refNameSchema, to: refNameSchema }), answer: none },
  /**
   * `commit` is where it was, to make it again. A branch that alone has commits is left, and `only` says how many, unless
   * `unmerged` says that they may go.
   */
  'git.deleteBranch': {
    input: z.object({ name: refNameSchema, unmerged: z.boolean().default(false) }),
    answer: z.object({ commit: commitSchema, only: z.number() }),
  },
  'git.createTag': {
    input: z.object({
      name: refNameSchema,
      at: revisionSchema.default('HEAD'),
      message: z.string().max(10_000).default(''),
    }),
    answer: none,
  },
  'git.deleteTag': { input: z.object({ name: refNameSchema }), answer: z.object({ commit: commitSchema }) },
  /** Commits in topological order, newest first, with what is needed to draw their lines. */
  'git.log': {
    input: z.object({
      /** Absent: all branches and tags. */
      revision: revisionSchema.optional(),
      /** Only commits that changed it; renames are followed. */
      path: pathSchema.min(1).optional(),
      /** In the message. */
      search: z.string().max(200).optional(),
      skip: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(20_000).default(500),
    }),
    answer: z.object({ commits: z.array(commitEntrySchema), more: z.boolean() }),
  },
  'git.show': {
    input: z.object({ commit: revisionSchema }),
    answer: commitEntrySchema.extend({ message: z.string(), committer: person, files: z.array(committedFile) }),
  },
  /** The text of a file in a commit; null when it was not there or is no text. */
  'git.text': {
    input: z.object({ revision: revisionSchema, path: pathSchema.min(1) }),
    answer: z.object({ text: z.string().nullable() }),
  },
  'git.blame': { input: z.object({ path: pathSchema.min(1), revision: revisionSchema.optional() }), answer: blamed },
  'git.stash': {
    input: z.object({ message: z.string().max(1000).default(''), untracked: z.boolean().default(true) }),
    answer: none,
  },
  'git.stashes': { input: none, answer: z.object({ stashes: z.array(stashSchema) }) },
  'git.applyStash': {
    input: z.object({ index: z.number().int().min(0), drop: z.boolean().default(true) }),
    answer: outcome,
  },
  /** `commit` can be stored again. */
  'git.dropStash': {
    input: z.object({ index: z.number().int().min(0) }),
    answer: z.object({ commit: commitSchema, message: z.string() }),
  },
  'git.storeStash': { input: z.object({ commit: commitSchema, message: z.string().max(1000) }), answer: none },
  'git.merge': { input: z.object({ revision: revisionSchema }), answer: outcome },
  'git.rebase': { input: z.object({ onto: revisionSchema }), answer: outcome },
  'git.cherryPick': { input: z.object({ commits: z.array(commitSchema).min(1).max(100) }), answer: outcome },
  'git.revert': { input: z.object({ commits: z.array(commitSchema).min(1).max(100) }), answer: outcome },
  /** Goes on with, leaves out the present commit of, or takes back what was interrupted. */
  'git.proceed': { input: z.object({ how: z.enum(['continue', 'skip', 'abort']) }), answer: outcome },
  'git.conflict': { input: z.object({ path: pathSchema.min(1) }), answer: conflictSides },
  /** `keep`: the file as it is now; a side: that version, or its absence. */
  'git.resolve': {
    input: z.object({ path: pathSchema.min(1), how: z.enum(['keep', 'ours', 'theirs', 'delete']) }),
    answer: none,
  },
  /** With how far the branch that is checked out is from the one of the same name there, as it was when last looked at. */
  'git.remotes': {
    input: none,
    answer: z.object({
      remotes: z.array(z.object({ name: z.string(), url: z.string(), distance: distance.nullable() })),
    }),
  },
  'git.setRemote': { input: z.object({ name: remoteNameSchema, url: z.string().min(1).max(2000) }), answer: none },
  'git.removeRemote': { input: z.object({ name: remoteNameSchema }), answer: none },
  /** Looks whether the remote answers with this entry; changes nothing here. */
  'git.tryRemote': {
    input: z.object({ remote: remoteNameSchema, entry: gitEntrySchema }),
    answer: carried.extend({ branches: z.number() }),
  },
  /** Without an entry git gets in by itself, as in a terminal. */
  'git.fetch': { input: z.object({ remote: remoteNameSchema, operation, entry }), answer: carried },
  'git.pull': {
    input: z.object({
      remote: remoteNameSchema,
      branch: refNameSchema,
      rebase: z.boolean().default(false),
      operation,
      entry,
    }),
    answer: outcome.extend({ knownHosts: z.string() }),
  },
  'git.push': {
    input: z.object({
      remote: remoteNameSchema,
      branch: refNameSchema,
      /** Overwrites the remote branch only while it is at this commit; it is what the person saw and agreed to. */
      replace: commitSchema.optional(),
      tags: z.boolean().default(false),
      operation,
      entry,
    }),
    answer: carried,
  },
} as const;
