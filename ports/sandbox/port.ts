import type { Socket } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';
import { z } from 'zod';

/**
 * The sandbox port: run commands that nobody trusts, on a volume that nobody else can read.
 *
 * A *volume* is a private file tree with a hard quota; it outlives sandboxes. A *sandbox* is one process tree with
 * limits, its own network and one volume mounted at {@link HOME}. At most one sandbox uses a volume at a time.
 * Drivers are in `drivers/`; each passes `suite.ts` and says in {@link PortReport} what it cannot do.
 */
export interface SandboxPort {
  /** What was chosen on this machine and why, for the start log and the administrator's page. */
  describe(): Promise<PortReport>;
  readonly volumes: Volumes;
  /** Resolves when the command runs. Rejects with {@link SandboxError}; nothing is left behind then. */
  start(spec: SandboxSpec): Promise<Sandbox>;
  /**
   * Offers a service of the platform to the programs in all sandboxes whose network is `egress`, and to nobody else.
   * `accept` gets each connection with the sandbox that it comes from, which is not the program's word but the network's;
   * the connection ends with the sandbox at the latest.
   */
  offer(service: ServiceSpec, accept: (connection: Socket, sandboxId: string) => void): Promise<Service>;
  /** Kills and removes what an earlier process of the platform left. Call it once at boot; calling it again is harmless. */
  recover(): Promise<Recovered>;
  /** Stops every sandbox and removes everything but the volumes. The port cannot be used afterwards. */
  close(): Promise<void>;
}

export interface ServiceSpec {
  /** The port that programs would look for. Another one is taken when somebody else on the machine has it. */
  readonly port: number;
}

export interface Service {
  /** Where programs inside connect to. */
  readonly address: { readonly host: string; readonly port: number };
  /** Ends all its connections. Sandboxes find nothing there afterwards. */
  close(): Promise<void>;
}

/** Where the volume is mounted inside every sandbox. */
export const HOME = '/home/runner';
/** Project files: a new volume holds this directory, empty or filled from its seed. */
export const WORKSPACE = '/home/runner/workspace';
/** The user and group id that everything inside runs as. */
export const RUNNER_ID = 1000;

/** Names become paths, cgroups and host names, therefore few characters are allowed. */
export const sandboxId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,47}$/, 'use 1 to 48 of a-z, 0-9 and -');

const ordinal = z.int().min(0).max(64_000);

export const volumeSpec = z.object({
  id: sandboxId,
  /** Unique for each volume that exists: picks the range of 65,536 host user ids that owns the files. */
  ordinal,
  /** Quota in bytes. Writing beyond it fails inside with ENOSPC. */
  bytes: z.int().min(16 * 1024 * 1024),
  /** Quota of files and directories; by default one for each 8 KiB. */
  inodes: z.int().min(256).optional(),
  /** A directory of the platform (never one that a user controls) that is copied to {@link WORKSPACE}. */
  seed: z.object({ directory: z.string().startsWith('/') }).optional(),
});
export type VolumeSpec = z.input<typeof volumeSpec>;

export interface Volumes {
  create(spec: VolumeSpec): Promise<void>;
  /** Copies a volume as it is now; the source may be in use and is paused while it is copied. The copy is not in use. */
  fork(from: string, to: string, options: { ordinal: number }): Promise<void>;
  /** Removes the volume and all files. Refused with `volume_in_use` while a sandbox uses it; absent is not an error. */
  remove(id: string): Promise<void>;
  usage(id: string): Promise<VolumeUsage>;
  /** Grows the quota, or shrinks it when the files still fit. Refused with `volume_in_use` while a sandbox uses it. */
  resize(id: string, bytes: number): Promise<void>;
  list(): Promise<VolumeSummary[]>;
}

export interface VolumeUsage {
  readonly usedBytes: number;
  readonly limitBytes: number;
  readonly usedInodes: number;
  readonly limitInodes: number;
  /** Bytes that the volume takes from the disk of the machine. */
  readonly storedBytes: number;
  /** False when this machine cannot enforce the quota; see {@link PortReport.limits}. */
  readonly enforced: boolean;
}

export interface VolumeSummary {
  readonly id: string;
  readonly ordinal: number;
  readonly limitBytes: number;
  readonly inUse: boolean;
}

export const sandboxLimits = z.object({
  /** Processor cores, such as 0.5 or 2. */
  cpus: z.number().min(0.05).max(512),
  /** Memory of all processes, page cache and /tmp together, in bytes. There is no swap. */
  memoryBytes: z.int().min(16 * 1024 * 1024),
  /** Processes and threads together. */
  pids: z.int().min(8),
});
export type SandboxLimits = z.infer<typeof sandboxLimits>;

const environment = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable'),
  z.string().refine((value) => !value.includes('\0'), 'holds a zero byte'),
);
const insidePath = z.string().regex(/^\/[^\0]*$/, 'is not an absolute path');
/** System directories and the volume cannot be covered; `/opt/node` and `/toolchain` are fine. */
const mountDestination = insidePath.refine(
  (path) => !/^\/(home|usr|etc|proc|dev|sys|tmp|var|run|bin|sbin|lib|lib64)?(\/|$)/.test(path) && !path.includes('..'),
  'is inside a directory of the system or of the volume; use one below /opt',
);
const command = z.array(z.string()).min(1);

export const sandboxSpec = z.object({
  id: sandboxId,
  /** Id of an existing volume. */
  volume: sandboxId,
  command,
  /** Added to the defaults PATH, HOME, USER, LOGNAME, SHELL, LANG, TERM, SSL_CERT_FILE, NODE_EXTRA_CA_CERTS; nothing else is inside. */
  environment: environment.default({}),
  workingDirectory: insidePath.default(WORKSPACE),
  limits: sandboxLimits,
  /** `egress`: the internet without private ranges, the host, other sandboxes and SMTP. `none`: loopback only. */
  network: z.enum(['egress', 'none']),
  /** Directories and files of the platform that are visible read-only inside, such as a toolchain outside /usr. */
  mounts: z.array(z.object({ source: z.string().startsWith('/'), destination: mountDestination })).default([]),
  /** Hand a listening socket to the command; {@link Sandbox.dial} connects to it. See README.md, "Listening". */
  listen: z.boolean().default(false),
});
export type SandboxSpec = z.input<typeof sandboxSpec> & {
  /** Where the output of the command goes; it is dropped when absent. A slow sink slows the command down. */
  readonly stdout?: Writable;
  readonly stderr?: Writable;
};

export interface Sandbox {
  readonly id: string;
  /** Settles once, when the command ended and everything but the volume was removed. Never rejects. */
  readonly exited: Promise<Exit>;
  /** A connection to the socket that the command listens on. Rejects with `sandbox_not_listening`. */
  dial(): Promise<Duplex>;
  /**
   * A connection straight to a program inside that listens on this port at all addresses, past the command. Rejects with
   * `sandbox_not_listening` when there is none: also when it listens on loopback alone, and without a network.
   */
  dialPort(port: number): Promise<Duplex>;
  /** Runs a command until it and all that inherited its outputs ended, and collects the output. */
  exec(request: ExecRequest, options?: ExecOptions): Promise<ExecResult>;
  /** Runs a command with streams. */
  spawn(request: ExecRequest): Promise<SandboxProcess>;
  /** Runs a command on a terminal. */
  pty(request: ExecRequest, size: TerminalSize): Promise<Terminal>;
  /** Stops the clock of all processes; their memory stays. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  stats(): Promise<SandboxStats>;
  /** SIGTERM to the command, then SIGKILL to everything after `graceMs` (default 5,000). Answers like {@link exited}. */
  stop(options?: { graceMs?: number }): Promise<Exit>;
}

export const execRequest = z.object({
  command,
  environment: environment.default({}),
  workingDirectory: insidePath.default(WORKSPACE),
});
export type ExecRequest = z.input<typeof execRequest>;

export interface ExecOptions {
  readonly stdin?: string | Uint8Array;
  /** Output beyond this many bytes per stream is dropped and `truncated` is set. Default 16 MiB. */
  readonly maximumBytes?: number;
  /** The command is killed when aborted; `signal` of the result says so. */
  readonly abort?: AbortSignal;
}

/** `code` is null exactly when a signal ended the command. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ExecResult extends ProcessExit {
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly truncated: boolean;
}

export interface SandboxProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<ProcessExit>;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminal {
  readonly exited: Promise<ProcessExit>;
  /** Output as the program wrote it. Returns a function that removes the listener. */
  onData(listener: (data: Buffer) => void): () => void;
  write(data: string): void;
  resize(size: TerminalSize): void;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

export interface SandboxStats {
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly memoryLimitBytes: number;
  readonly pids: number;
  /** Processes that the kernel killed because the memory limit was reached, since the start. */
  readonly outOfMemoryKills: number;
  readonly frozen: boolean;
}

/** Why a sandbox ended. `message` is a sentence for the person who watches the console. */
export interface Exit {
  readonly reason: 'exited' | 'signalled' | 'stopped' | 'out_of_memory' | 'failed';
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly message: string;
}

/** How many things of an earlier process were removed. */
export interface Recovered {
  readonly sandboxes: number;
  readonly processes: number;
  readonly mounts: number;
  readonly networks: number;
}

export interface PortReport {
  /** Such as `oci`. */
  readonly driver: string;
  readonly runtime: { readonly name: string; readonly version: string; readonly reason: string };
  /** What else was looked at, and why it was not taken. */
  readonly rejected: readonly { readonly name: string; readonly reason: string }[];
  readonly limits: Readonly<Record<'cpu' | 'memory' | 'pids' | 'disk', Ability>>;
  readonly network: Ability & { readonly description: string };
  /** How the listening socket reaches the command. */
  readonly listening: 'descriptor' | 'tcp';
  /**
   * What some drivers cannot do. `outOfMemoryReport`: {@link Exit} tells it from a kill. `singleProcessKill`: a process
   * that takes too much memory ends alone; without, the whole sandbox ends. `systemCalls`: programs of the machine find
   * all the calls that they make.
   */
  readonly abilities: Readonly<
    Record<'freeze' | 'pty' | 'outOfMemoryReport' | 'singleProcessKill' | 'systemCalls', Ability>
  >;
  /** Whether system calls of the sandbox are answered by the kernel of the machine. */
  readonly kernel: 'shared' | 'own';
  /** Control groups of the machine. */
  readonly cgroup: 'v1' | 'v2' | 'none';
  /** Sentences for the administrator: what was changed on the machine, what would be better. */
  readonly notes: readonly string[];
}

/** `because` is a sentence when it does not work. */
export interface Ability {
  readonly works: boolean;
  readonly because?: string;
}

export const sandboxErrorCodes = [
  'port_not_configured',
  'sandbox_spec_invalid',
  'sandbox_exists',
  'sandbox_start_failed',
  'sandbox_stopped',
  'sandbox_frozen',
  'sandbox_not_listening',
  'sandbox_exec_failed',
  'sandbox_driver_in_use',
  'volume_exists',
  'volume_not_found',
  'volume_in_use',
  'volume_full',
  'volume_failed',
  'host_disk_full',
] as const;
export type SandboxErrorCode = (typeof sandboxErrorCodes)[number];

/** An expected failure: a stable code, and a sentence that says what happened, why and what to do. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly code: SandboxErrorCode;
  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
