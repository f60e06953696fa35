import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);

export const planSchema = z.object({
  /** What a shell runs: `bash -c <command>`; null when the project is served as static files by the host itself. */
  command: z.string().nullable(),
  /** For static sites: the folder to serve. */
  staticFolder: z.string().nullable(),
  /** Relative to the project. */
  workingDirectory: z.string(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.object({ local: port, external: port.optional() })),
  /** File and key that decided: `.replit: run`, `package.json: scripts.dev`. */
  source: z.string(),
  /** One sentence for people: what will happen and why. */
  explanation: z.string(),
  install: z.object({ command: z.string(), needed: z.boolean(), why: z.string() }).nullable(),
  /** File to open first. */
  entrypoint: z.string().nullable(),
  /** Names that .replit hides from the file tree (globs). */
  hidden: z.array(z.string()),
  /** Programs that are absent; Run is refused with `program_missing` while this is not empty. */
  missing: z.array(z.object({ program: z.string(), howToAdd: z.string() })),
  /** Things worth knowing, such as a .replit that could not be parsed. */
  warnings: z.array(z.string()),
});
export type Plan = z.infer<typeof planSchema>;

export const runStatuses = ['idle', 'installing', 'running', 'stopping', 'exited'] as const;
export const runStateSchema = z.object({
  status: z.enum(runStatuses),
  /** Counts starts; 0 before the first. */
  run: z.number(),
  command: z.string().nullable(),
  /** Milliseconds since 1970. */
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  exitCode: z.number().nullable(),
  signal: z.string().nullable(),
  /** The outcome in words, with what to do when it failed. */
  summary: z.string().nullable(),
  /** A hint while it runs: no port after a while, listens on another port than expected. */
  hint: z.string().nullable(),
  /** Who pressed Run. */
  startedBy: z.string().nullable(),
  /** Ports that processes of this run listen on. */
  ports: z.array(port),
  /** Whether `run.input` reaches a program: it runs, and it is no folder that is served. */
  takesInput: z.boolean(),
});
export type RunState = z.infer<typeof runStateSchema>;

export const logEntrySchema = z.object({
  /** Counts entries since the host started; never repeats within one host `instance`. */
  sequence: z.number(),
  run: z.number(),
  time: z.number(),
  /** `stderr` only while installing: a program writes both to its terminal, in order. */
  stream: z.enum(['stdout', 'stderr', 'system']),
  /** Raw text with ANSI sequences; may hold several lines or a part of one. */
  text: z.string(),
});
export type LogEntry = z.infer<typeof logEntrySchema>;

export const listeningPortSchema = z.object({
  port,
  /** `loopback` is reachable through the preview as well. */
  address: z.enum(['loopback', 'any', 'other']),
  process: z.string().nullable(),
  pid: z.number().nullable(),
  /** True when it belongs to the run of the Run button. */
  run: z.boolean(),
});
export type ListeningPort = z.infer<typeof listeningPortSchema>;

export const runSchemas = {
  'run.plan': { input: z.object({}), answer: planSchema },
  'run.state': { input: z.object({}), answer: runStateSchema },
  'run.log': {
    /** Entries after this sequence. `dropped` is true when older ones left the 5 MB ring. */
    input: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    answer: z.object({ entries: z.array(logEntrySchema), dropped: z.boolean() }),
  },
  'run.start': {
    input: z.object({
      /** Added to the plan's environment, such as the project's secrets. */
      environment: z.record(z.string(), z.string()).default({}),
      /** Runs this instead of the plan's command. */
      command: z.string().max(10_000).optional(),
    }),
    answer: runStateSchema,
  },
  'run.stop': { input: z.object({}), answer: runStateSchema },
  'ports.list': { input: z.object({}), answer: z.object({ ports: z.array(listeningPortSchema) }) },
} as const;
