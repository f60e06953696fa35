import { z } from 'zod';

/** Lines and columns count from 1, paths are relative to the project. */

const line = z.number().int().min(1);
const path = z.string().min(1).max(4096);
const text = z.string().max(10_000);

/** Debuggers, by the language of the program. */
export const debuggers = ['node', 'python'] as const;
export type DebuggerName = (typeof debuggers)[number];

/** What a person says about a breakpoint. */
const wish = {
  line,
  /** Stops only when this holds. */
  condition: text.optional(),
  /** Says this in the console instead of stopping; `{expression}` is replaced by its value. */
  log: text.optional(),
  enabled: z.boolean(),
};

export const breakpointSchema = z.object({
  ...wish,
  id: z.number(),
  path,
  /** Whether a program would stop there, as far as is known. */
  verified: z.boolean(),
  /** Why not. */
  message: z.string().optional(),
});
export type Breakpoint = z.infer<typeof breakpointSchema>;

/** At which exceptions the program stops. */
export const exceptionChoices = ['never', 'uncaught', 'all'] as const;
export type ExceptionChoice = (typeof exceptionChoices)[number];

export const stopSchema = z.object({
  /** Counts the stops of a host: what was asked about an earlier one does not hold. */
  number: z.number(),
  thread: z.number(),
  reason: z.enum(['breakpoint', 'step', 'pause', 'exception', 'entry', 'statement']),
  /** The words of an exception, or what is wrong with the condition of a breakpoint. */
  text: z.string().optional(),
  /** The place; null when it is outside of the project. */
  path: path.nullable(),
  line,
});
export type DebugStop = z.infer<typeof stopSchema>;

export const debugSessionSchema = z.object({
  /** Counts the sessions of a host. */
  id: z.number(),
  debugger: z.enum(debuggers),
  command: z.string(),
  status: z.enum(['installing', 'starting', 'running', 'stopped', 'ending', 'ended']),
  startedBy: z.string(),
  threads: z.array(z.object({ id: z.number(), name: z.string() })),
  stop: stopSchema.nullable(),
  /** How it ended, in words. */
  summary: z.string().nullable(),
  failed: z.boolean(),
});
export type DebugSession = z.infer<typeof debugSessionSchema>;

export const debugStateSchema = z.object({
  session: debugSessionSchema.nullable(),
  breakpoints: z.array(breakpointSchema),
  exceptions: z.enum(exceptionChoices),
  watches: z.array(text),
});
export type DebugState = z.infer<typeof debugStateSchema>;

export const valueSchema = z.object({
  value: z.string(),
  type: z.string().optional(),
  /** Names what is inside for `debug.variables`; 0: nothing. Holds until the program goes on. */
  inside: z.number(),
});
export type DebugValue = z.infer<typeof valueSchema>;

export const variableSchema = valueSchema.extend({
  name: z.string(),
  /** What evaluates to it. */
  expression: z.string().optional(),
});
export type DebugVariable = z.infer<typeof variableSchema>;

export const frameSchema = z.object({
  id: z.number(),
  name: z.string(),
  /** Null for code outside of the project; `source` says where then. */
  path: path.nullable(),
  source: z.string(),
  line: z.number(),
  column: z.number(),
});
export type DebugFrame = z.infer<typeof frameSchema>;

export const consoleEntrySchema = z.object({
  /** Counts entries since the host started. */
  sequence: z.number(),
  session: z.number(),
  /** `input` and `result` are somebody's question and its answer. */
  kind: z.enum(['output', 'note', 'input', 'result', 'failure']),
  text: z.string(),
  by: z.string().optional(),
  /** As of a value. */
  inside: z.number().optional(),
});
export type ConsoleEntry = z.infer<typeof consoleEntrySchema>;

/** To every page. */
export const debugStateMessage = z.object({ type: z.literal('debug.state'), state: debugStateSchema });
export const debugConsoleMessage = z.object({ type: z.literal('debug.console'), entries: z.array(consoleEntrySchema) });

const frame = z.number().int().optional();
const nothing = z.object({});
const state = debugStateSchema;

export const debugSchemas = {
  'debug.state': { input: nothing, answer: state },
  /** The newest entries of the console. */
  'debug.console': { input: nothing, answer: z.object({ entries: z.array(consoleEntrySchema) }) },
  /** Runs the project's plan, or one file, with the debugger of its language. */
  'debug.start': { input: z.object({ file: path.optional() }), answer: state },
  'debug.stop': { input: nothing, answer: state },
  'debug.restart': { input: nothing, answer: state },
  'debug.move': {
    input: z.object({
      to: z.enum(['continue', 'pause', 'over', 'in', 'out']),
      thread: z.number().int(),
      /** The number of the stop that the person saw: who comes second does not step twice. Not needed to pause. */
      stop: z.number().optional(),
    }),
    answer: state,
  },
  /** All breakpoints of a file, in place of those it had. */
  'debug.setBreakpoints': {
    input: z.object({ path, breakpoints: z.array(z.object(wish)).max(500) }),
    answer: state,
  },
  'debug.setExceptions': { input: z.object({ stop: z.enum(exceptionChoices) }), answer: state },
  'debug.setWatches': { input: z.object({ watches: z.array(text).max(100) }), answer: state },
  'debug.stack': {
    input: z.object({
      thread: z.coerce.number().int(),
      start: z.coerce.number().int().min(0).default(0),
      count: z.coerce.number().int().min(1).max(200).default(20),
    }),
    answer: z.object({ frames: z.array(frameSchema), total: z.number() }),
  },
  'debug.scopes': {
    input: z.object({ frame: z.coerce.number().int() }),
    answer: z.object({ scopes: z.array(z.object({ name: z.string(), inside: z.number(), expensive: z.boolean() })) }),
  },
  'debug.variables': {
    input: z.object({
      inside: z.coerce.number().int(),
      start: z.coerce.number().int().min(0).default(0),
      count: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({ variables: z.array(variableSchema), total: z.number() }),
  },
  'debug.setVariable': {
    input: z.object({ inside: z.number().int(), name: z.string().max(1000), value: text }),
    answer: valueSchema,
  },
  /** `console` is shown to everybody; `hover` answers only what has no effects, where the debugger can tell. */
  'debug.evaluate': {
    input: z.object({ expression: text, frame, why: z.enum(['console', 'watch', 'hover']) }),
    /** `failed`: the value is the words of what went wrong with the expression. */
    answer: valueSchema.extend({ failed: z.boolean() }),
  },
  'debug.complete': {
    input: z.object({ text, frame }),
    answer: z.object({ items: z.array(z.object({ label: z.string(), kind: z.string() })), back: z.number() }),
  },
  /** Types into the program: a carriage return is Enter. */
  'debug.input': { input: z.object({ text: z.string().min(1).max(65_536) }), answer: nothing },
} as const;
