import { z } from 'zod';

/** Programs that know a language. Each runs once in a project and answers all its people. */
export const languageServers = ['typescript', 'python', 'web', 'bash', 'yaml', 'cpp', 'go', 'rust'] as const;
export type LanguageServerName = (typeof languageServers)[number];

/**
 * A place in a shared text that stays where it is while others type: the client and clock of a Yjs item, and the side it
 * keeps to (0 what follows, -1 what is before); or an end of the text.
 */
export const anchorSchema = z.union([
  z.tuple([z.number(), z.number(), z.union([z.literal(0), z.literal(-1)])]),
  z.enum(['start', 'end']),
]);
export type Anchor = z.infer<typeof anchorSchema>;

const range = { from: anchorSchema, to: anchorSchema };

export const problemSeverities = ['error', 'warning', 'info', 'hint'] as const;

export const problemSchema = z.object({
  ...range,
  severity: z.enum(problemSeverities),
  message: z.string(),
  /** What the server calls it, such as 2322 or reportUndefinedVariable. */
  code: z.string().optional(),
  source: z.string().optional(),
  /** Not needed, such as an import that nobody uses: shown paler. */
  unnecessary: z.boolean(),
  /** Where it begins, for lists: lines and columns from 1, as the text was when this was told. */
  line: z.number(),
  column: z.number(),
});
export type Problem = z.infer<typeof problemSchema>;

/** `failed`: it ended three times in a minute and is not started again by itself. */
export const languageStatuses = ['starting', 'ready', 'restarting', 'failed', 'absent'] as const;
export const languageStateSchema = z.object({
  server: z.enum(languageServers),
  status: z.enum(languageStatuses),
  /** A sentence for people, when something is wrong. */
  message: z.string().optional(),
});
export type LanguageState = z.infer<typeof languageStateSchema>;

const fileProblems = z.object({
  /** Named as on the document sockets. */
  document: z.string(),
  path: z.string(),
  problems: z.array(problemSchema),
});
export type FileProblems = z.infer<typeof fileProblems>;

/** To every page: what a server finds in a document, and an empty list when nobody has it open any more. */
export const languageProblemsMessage = fileProblems.extend({ type: z.literal('language.problems') });
export const languageStateMessage = z.object({ type: z.literal('language.state'), state: languageStateSchema });

/**
 * The name of an open document, and what the page has of it: the host waits until it has the same, so that a question
 * never meets an older text than the one it was asked about.
 */
const documentName = z.string().max(80);
const present = z.object({ document: documentName, vector: z.string().max(100_000) });
const where = present.extend({ at: anchorSchema });

const edit = z.object({ ...range, insert: z.string() });

export const completionItemSchema = z.object({
  label: z.string(),
  kind: z.string(),
  insert: z.string(),
  detail: z.string().optional(),
  sort: z.string(),
  filter: z.string().optional(),
  /** Units before the cursor that it replaces, when other than the list says. */
  back: z.number().optional(),
});
export type CompletionItem = z.infer<typeof completionItemSchema>;

export const languagePlaceSchema = z.object({
  path: z.string(),
  /** Lines and columns from 1. */
  line: z.number(),
  column: z.number(),
  /** The line itself. */
  text: z.string(),
});
export type LanguagePlace = z.infer<typeof languagePlaceSchema>;

/** A name that a file makes, such as a function; those inside of another follow it with a greater depth. */
const symbol = z.object({ name: z.string(), kind: z.string(), line: z.number(), column: z.number() });
const fileSymbol = symbol.extend({ depth: z.number() });
export type FileSymbol = z.infer<typeof fileSymbol>;
const projectSymbol = symbol.extend({ path: z.string(), within: z.string() });
export type ProjectSymbol = z.infer<typeof projectSymbol>;

const editedFiles = z.object({
  files: z.array(z.object({ path: z.string(), changes: z.number() })),
  failed: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  /** Takes all of it back with `search.undo`; null when nothing was changed. */
  undo: z.string().nullable(),
});
export type EditedFiles = z.infer<typeof editedFiles>;

export const languageSchemas = {
  /** Somebody looks at this document. `state` is null when no server knows its language. */
  'languages.open': {
    input: z.object({ document: documentName }),
    answer: z.object({
      state: languageStateSchema.nullable(),
      problems: z.array(problemSchema),
      /** Characters after which completion is asked for without a word. */
      triggers: z.array(z.string()),
      /** Characters after which the arguments of a call are shown. */
      signatureTriggers: z.array(z.string()),
    }),
  },
  /** What is wrong in all files that somebody has open. */
  'languages.problems': { input: z.object({}), answer: z.object({ files: z.array(fileProblems) }) },
  'languages.complete': {
    input: where.extend({ trigger: z.string().max(4).optional() }),
    answer: z.object({
      /** Names this answer when one of its items is asked about. */
      list: z.number(),
      items: z.array(completionItemSchema),
      back: z.number(),
      /** More would come after another letter. */
      incomplete: z.boolean(),
    }),
  },
  /** What an item of a list means, and what else has to be written for it, such as an import. */
  'languages.completion': {
    input: z.object({ list: z.number(), item: z.number() }),
    answer: z.object({ detail: z.string(), markdown: z.string(), edits: z.array(edit) }),
  },
  'languages.hover': {
    input: where,
    answer: z.object({ markdown: z.string(), ...range }).nullable(),
  },
  'languages.signature': {
    input: where,
    answer: z
      .object({ label: z.string(), markdown: z.string(), from: z.number(), to: z.number(), more: z.number() })
      .nullable(),
  },
  'languages.definition': { input: where, answer: z.object({ places: z.array(languagePlaceSchema) }) },
  'languages.references': { input: where, answer: z.object({ places: z.array(languagePlaceSchema) }) },
  /** `preview` answers what would be changed. */
  'languages.rename': {
    input: where.extend({ name: z.string().min(1).max(500), preview: z.boolean() }),
    answer: editedFiles,
  },
  'languages.symbols': { input: present, answer: z.object({ symbols: z.array(fileSymbol) }) },
  /** Names in all files of the project, from every server that runs. */
  'languages.find': {
    input: z.object({ query: z.string().max(200) }),
    answer: z.object({ symbols: z.array(projectSymbol) }),
  },
  /** Types and names of arguments, to be shown between the words of a part of the text. */
  'languages.hints': {
    input: present.extend(range),
    answer: z.object({ hints: z.array(z.object({ at: anchorSchema, text: z.string() })) }),
  },
  /** What the names are: for each, lines since the one before, units since it or the start, length, index of its type. */
  'languages.tokens': {
    input: present,
    answer: z.object({
      /** Of the text that this is about: to another text it says nothing. */
      digest: z.string(),
      types: z.array(z.string()),
      data: z.array(z.number()),
    }),
  },
  /** What the formatter that the project configures would change, else its language server. The page writes it. */
  'languages.format': {
    input: present.extend({
      tabSize: z.number().int().min(1).max(16),
      spaces: z.boolean(),
      /** Only with a formatter that the project configures: nobody else's taste is forced on its files. */
      configured: z.boolean().default(false),
    }),
    answer: z.object({
      /** Whose form the text gets; null when nothing formats this file. */
      formatter: z.string().nullable(),
      edits: z.array(edit.extend({ was: z.string() })),
      /** Places that somebody was typing in, which were left as they are. */
      overlapped: z.number(),
    }),
  },
  /** What the server offers to do about the text between two places. */
  'languages.actions': {
    input: present.extend(range),
    answer: z.object({ list: z.number(), actions: z.array(z.object({ title: z.string(), preferred: z.boolean() })) }),
  },
  'languages.act': { input: z.object({ list: z.number(), action: z.number() }), answer: editedFiles },
  /** Starts a server again that ended too often. */
  'languages.restart': {
    input: z.object({ server: z.enum(languageServers) }),
    answer: z.object({ state: languageStateSchema }),
  },
} as const;
