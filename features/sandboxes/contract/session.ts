import { z } from 'zod';
import { idSchema } from '@e-code/kernel/contract';

export const projectId = idSchema('prj');

/** Why a session could not start, or ended by itself. */
export const failureReasons = [
  'out_of_memory',
  'host_killed',
  'host_ended',
  'host_silent',
  'disk_full',
  'machine_disk_full',
  'volume_missing',
  'start_failed',
  'port_not_configured',
] as const;
export type FailureReason = (typeof failureReasons)[number];

export const sessionFailureSchema = z.object({
  reason: z.enum(failureReasons),
  /** What happened, as a sentence. */
  message: z.string(),
  /** What to do about it, as a sentence. */
  hint: z.string(),
});
export type SessionFailure = z.infer<typeof sessionFailureSchema>;

/** Before this time only a person who asks for it starts a failed session again; null: the next request does. */
export const retryAt = z.iso.datetime().nullable();

/** Why a session was stopped. `idle`: nobody used it for a while. `shutdown`: E-Code itself stops. */
export const stopCauses = ['asked', 'idle', 'shutdown', 'restart'] as const;
export type StopCause = (typeof stopCauses)[number];

/**
 * Where the session of a project is. `failed` is at rest: the next request that needs the session starts it again.
 * `stage`: the sandbox is built, then the project host inside it gets ready.
 */
export const sessionStateSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('stopped'), cause: z.enum(stopCauses).nullable() }),
  z.object({ status: z.literal('starting'), stage: z.enum(['sandbox', 'host']) }),
  z.object({ status: z.literal('running') }),
  z.object({ status: z.literal('stopping'), cause: z.enum(stopCauses) }),
  z.object({ status: z.literal('failed'), failure: sessionFailureSchema, retryAt }),
]);
export type SessionState = z.infer<typeof sessionStateSchema>;

export const limitsSchema = z.object({
  /** Processor cores. */
  cpus: z.number(),
  memoryBytes: z.number(),
  /** Processes and threads together. */
  processes: z.number(),
  /** Minutes without use after which the session stops. */
  idleMinutes: z.number(),
});

export const sessionReportSchema = z.object({
  state: sessionStateSchema,
  /** When it came into this state. */
  since: z.iso.datetime(),
  /** What it uses now; null unless it runs. */
  usage: z
    .object({
      memoryBytes: z.number(),
      /** Seconds of processor time since the start. */
      cpuSeconds: z.number(),
      processes: z.number(),
      /** Processes that were ended because the memory was full, since the start. */
      outOfMemoryKills: z.number(),
    })
    .nullable(),
  /** Null while the project has no volume. */
  disk: z
    .object({
      usedBytes: z.number(),
      limitBytes: z.number(),
      /** False when this machine cannot enforce the limit. */
      enforced: z.boolean(),
    })
    .nullable(),
  limits: limitsSchema,
});
export type SessionReport = z.infer<typeof sessionReportSchema>;
