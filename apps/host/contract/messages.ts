import { z } from 'zod';
import type { Capability } from './capabilities.ts';
import { debugConsoleMessage, debugStateMessage } from './debug.ts';
import { hostErrorSchema } from './errors.ts';
import { languageProblemsMessage, languageStateMessage } from './languages.ts';
import {
  presenceChangedSchema,
  presenceSummonedSchema,
  presenceSummonSchema,
  presenceUpdateSchema,
} from './presence.ts';
import type { RouteName } from './routes.ts';
import { listeningPortSchema, logEntrySchema, runStateSchema } from './runs.ts';

/**
 * What is asked with every letter: on the page's socket it costs neither a request nor a look at the session, which took
 * half of the time of a completion.
 */
export const quickRoutes = [
  'languages.complete',
  'languages.completion',
  'languages.hover',
  'languages.signature',
] as const satisfies readonly RouteName[];
export type QuickRoute = (typeof quickRoutes)[number];

const terminalId = z.number().int().min(1).max(0xffff_ffff);
const columns = z.number().int().min(2).max(1000);
const rows = z.number().int().min(1).max(1000);

const person = z.object({ id: z.string(), name: z.string() });

/** Who may type: `holder`, or everybody who may run programs when it is `open`. */
export const terminalAccessSchema = z.object({ open: z.boolean(), holder: person });
export type TerminalAccess = z.infer<typeof terminalAccessSchema>;

export const terminalSchema = z.object({
  id: terminalId,
  title: z.string(),
  columns,
  rows,
  createdBy: z.string(),
  createdAt: z.number(),
  /** Pages that look at it. */
  viewers: z.number(),
  /** Who they belong to. */
  people: z.array(person),
  access: terminalAccessSchema,
  /** Set when its shell ended; it can still be read until closed. */
  exit: z.object({ code: z.number().nullable(), signal: z.string().nullable() }).nullable(),
});
export type Terminal = z.infer<typeof terminalSchema>;

export const watchStateSchema = z.object({
  status: z.enum(['off', 'watching', 'unavailable']),
  /** Why it is unavailable; the page then lists again when it gets the focus. */
  reason: z.string().nullable(),
});
export type WatchState = z.infer<typeof watchStateSchema>;

/** Text messages from page to host, as JSON. `request` comes back in the answer or in `error`. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping'), request: z.number() }),
  z.object({ type: z.literal('watch.start') }),
  z.object({ type: z.literal('watch.stop') }),
  /** Log entries after this sequence, then everything new. */
  z.object({ type: z.literal('run.follow'), after: z.number().int().min(0) }),
  z.object({ type: z.literal('run.unfollow') }),
  /** Types into the program of the Run button: a carriage return is Enter, U+0004 is Ctrl-D, U+0003 is Ctrl-C. */
  z.object({ type: z.literal('run.input'), text: z.string().min(1).max(65_536) }),
  /** Opens a shell and attaches to it. */
  z.object({
    type: z.literal('terminal.open'),
    request: z.number(),
    columns,
    rows,
    workingDirectory: z.string().max(4096).optional(),
    environment: z.record(z.string(), z.string()).optional(),
  }),
  /** Answer: `terminal.attached`, then a snapshot frame, then output frames. */
  z.object({ type: z.literal('terminal.attach'), request: z.number(), terminal: terminalId }),
  z.object({ type: z.literal('terminal.detach'), terminal: terminalId }),
  z.object({ type: z.literal('terminal.resize'), terminal: terminalId, columns, rows }),
  z.object({ type: z.literal('terminal.rename'), terminal: terminalId, title: z.string().min(1).max(80) }),
  z.object({ type: z.literal('terminal.close'), terminal: terminalId }),
  /**
   * `ask` tells the holder; `take` works when the holder does not look at the terminal; `give` hands it to somebody who
   * does; `open` lets everybody type, `hold` ends that.
   */
  z.object({
    type: z.literal('terminal.control'),
    request: z.number(),
    terminal: terminalId,
    action: z.enum(['ask', 'take', 'give', 'open', 'hold']),
    /** With `give`: the person. */
    to: z.string().max(200).optional(),
  }),
  /** After the page has drawn this many bytes of output and snapshot frames. Without it the host pauses the shell. */
  z.object({ type: z.literal('terminal.acknowledge'), terminal: terminalId, bytes: z.number().int().min(1) }),
  presenceUpdateSchema,
  presenceSummonSchema,
  /** Asks what the route answers. Answer: `answer`. */
  z.object({ type: z.literal('ask'), request: z.number(), route: z.enum(quickRoutes), input: z.unknown() }),
  /** The answer is not needed any more. */
  z.object({ type: z.literal('ask.cancel'), request: z.number() }),
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** The capability each message needs. Terminals may show secrets, so even looking at one needs `run`. */
export const messageCapabilities = {
  ping: 'read',
  'watch.start': 'read',
  'watch.stop': 'read',
  'run.follow': 'read',
  'run.unfollow': 'read',
  'run.input': 'run',
  'terminal.open': 'run',
  'terminal.attach': 'run',
  'terminal.detach': 'run',
  'terminal.resize': 'run',
  'terminal.rename': 'run',
  'terminal.close': 'run',
  'terminal.acknowledge': 'run',
  'terminal.control': 'run',
  'presence.update': 'read',
  // Whoever may only look does not move the others.
  'presence.summon': 'write',
  // And what the route needs.
  ask: 'read',
  'ask.cancel': 'read',
} as const satisfies Record<ClientMessage['type'], Capability>;

/** Text messages from host to page, as JSON. */
export const hostMessageSchema = z.discriminatedUnion('type', [
  /** First message. `instance` changes when the host was restarted: sequences and terminal ids then start anew. */
  z.object({
    type: z.literal('welcome'),
    instance: z.string(),
    version: z.string(),
    terminals: z.array(terminalSchema),
    run: runStateSchema,
    ports: z.array(listeningPortSchema),
    watch: watchStateSchema,
  }),
  z.object({ type: z.literal('pong'), request: z.number() }),
  z.object({ type: z.literal('answer'), request: z.number(), answer: z.unknown() }),
  z.object({ type: z.literal('error'), request: z.number().optional(), error: hostErrorSchema }),
  z.object({ type: z.literal('watch.state'), watch: watchStateSchema }),
  /** `overflow`: so much changed at once that the list is not complete; list open folders again. */
  z.object({
    type: z.literal('files.changed'),
    events: z.array(z.object({ path: z.string(), kind: z.enum(['create', 'update', 'delete']) })),
    overflow: z.boolean(),
  }),
  z.object({ type: z.literal('run.state'), run: runStateSchema }),
  z.object({ type: z.literal('run.log'), entries: z.array(logEntrySchema), dropped: z.boolean() }),
  /** The whole list, and what is new about it. */
  z.object({
    type: z.literal('ports.changed'),
    ports: z.array(listeningPortSchema),
    opened: z.array(z.number()),
    closed: z.array(z.number()),
  }),
  /** To every page whenever a terminal is opened, closed, resized, renamed or ends, or who looks at it or may type changes. */
  z.object({ type: z.literal('terminals.changed'), terminals: z.array(terminalSchema) }),
  z.object({ type: z.literal('terminal.attached'), request: z.number(), terminal: terminalSchema }),
  z.object({ type: z.literal('terminal.controlled'), request: z.number() }),
  /** To the pages of the holder: somebody would like to type. */
  z.object({ type: z.literal('terminal.asked'), terminal: terminalId, by: person }),
  presenceChangedSchema,
  presenceSummonedSchema,
  debugConsoleMessage,
  debugStateMessage,
  languageProblemsMessage,
  languageStateMessage,
  z.object({
    type: z.literal('operation.progress'),
    operation: z.string(),
    stage: z.string(),
    /** 0 to 100; null when unknown. */
    percent: z.number().nullable(),
    text: z.string(),
  }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;
