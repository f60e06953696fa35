import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import {
  execRequest,
  SandboxError,
  type ExecOptions,
  type ExecRequest,
  type ExecResult,
  type Exit,
  type Sandbox,
  type SandboxProcess,
  type SandboxStats,
  type Terminal,
  type TerminalSize,
} from '../../port.ts';
import type { ProcessSpec } from './bundle.ts';
import { killAll } from './cgroup.ts';
import type { Hierarchy } from './hierarchy.ts';
import type { Cleanup } from './cleanup.ts';
import { collectOutput } from './collect-output.ts';
import { DEFAULT_ENVIRONMENT } from './environment.ts';
import { connectTo } from './listen-socket.ts';
import { tryCommand } from './machine-command.ts';
import { parseSpec } from './parse-spec.ts';
import { explainExit, readExitCode } from './process-exit.ts';
import { startProcess, startTerminal, type Place } from './sandbox-process.ts';

const DEFAULT_GRACE_MS = 5000;
/** The kernel inside answers for the program; one that is full or frozen answers nothing. */
const PROGRAM_PATIENCE_MS = 1000;

/** How {@link Container.dial} reaches the command. */
export type DialTarget =
  | { readonly path: string }
  | { readonly host: string; readonly port: number; readonly token: string };

export interface ContainerParts {
  readonly place: Place;
  readonly child: ChildProcess;
  /** Host process id of the first command. */
  readonly pid: number;
  readonly group: string;
  readonly hierarchy: Hierarchy;
  readonly memoryBytes: number;
  readonly openFiles: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly dialTarget: DialTarget | undefined;
  /** The address of the sandbox in its own network, when it has one. */
  readonly guestAddress: string | undefined;
  readonly cleanup: Cleanup;
}

/** A running container. Everything that it took is given back before `exited` settles. */
export class Container implements Sandbox {
  readonly id: string;
  readonly exited: Promise<Exit>;
  readonly #parts: ContainerParts;
  #ended = false;
  #stopRequested = false;

  constructor(parts: ContainerParts) {
    this.id = parts.place.id;
    this.#parts = parts;
    this.exited = this.#end();
  }

  async dial(): Promise<Duplex> {
    this.#requireRunning();
    const target = this.#parts.dialTarget;
    if (target === undefined) {
      throw new SandboxError('sandbox_not_listening', `The sandbox ${this.id} was started without a listening socket.`);
    }
    const socket = await connectTo(target).catch((cause: unknown) => {
      const message = `The sandbox ${this.id} does not accept connections yet, or not any more. Look at its output.`;
      throw new SandboxError('sandbox_not_listening', message, { cause });
    });
    if ('token' in target) socket.write(`TOKEN ${target.token}\n`);
    return socket;
  }

  async dialPort(port: number): Promise<Duplex> {
    this.#requireRunning();
    const { guestAddress: host, dialTarget } = this.#parts;
    const ofCommand = dialTarget !== undefined && 'port' in dialTarget && dialTarget.port === port;
    const refusal = `Nothing in the sandbox ${this.id} listens on port ${port} at all addresses.`;
    if (host === undefined || ofCommand) throw new SandboxError('sandbox_not_listening', refusal);
    return connectTo({ host, port, patienceMs: PROGRAM_PATIENCE_MS }).catch((cause: unknown) => {
      throw new SandboxError('sandbox_not_listening', refusal, { cause });
    });
  }

  async exec(request: ExecRequest, options: ExecOptions = {}): Promise<ExecResult> {
    return collectOutput(await this.spawn(request), options);
  }

  async spawn(request: ExecRequest): Promise<SandboxProcess> {
    const spec = this.#processSpec(request);
    await this.#requireThawed();
    return startProcess(this.#parts.place, spec);
  }

  async pty(request: ExecRequest, size: TerminalSize): Promise<Terminal> {
    const spec = this.#processSpec(request);
    await this.#requireThawed();
    return startTerminal(this.#parts.place, spec, size);
  }

  async freeze(): Promise<void> {
    this.#requireRunning();
    await this.#parts.hierarchy.setFrozen(this.#parts.group, true);
  }

  async thaw(): Promise<void> {
    this.#requireRunning();
    await this.#parts.hierarchy.setFrozen(this.#parts.group, false);
  }

  async stats(): Promise<SandboxStats> {
    this.#requireRunning();
    const { hierarchy, group } = this.#parts;
    return { ...(await hierarchy.usage(group)), frozen: await hierarchy.isFrozen(group) };
  }

  async stop({ graceMs = DEFAULT_GRACE_MS }: { graceMs?: number } = {}): Promise<Exit> {
    if (this.#ended) return this.exited;
    this.#stopRequested = true;
    const { hierarchy, group } = this.#parts;
    await hierarchy.setFrozen(group, false).catch(() => undefined);
    if (graceMs > 0) {
      await this.#terminate();
      await this.#endedWithin(graceMs);
    }
    if (!this.#ended) await killAll(hierarchy, group);
    return this.exited;
  }

  async #terminate(): Promise<void> {
    const { place, pid } = this.#parts;
    if (!place.runtime.exposesProcesses) {
      const line = place.runtime.kill(this.id, 'TERM');
      await tryCommand(line.file, line.args);
      return;
    }
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It ended in the meantime.
    }
  }

  async #endedWithin(milliseconds: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
    await Promise.race([this.exited, timeout]);
    clearTimeout(timer);
  }

  async #end(): Promise<Exit> {
    const { child, hierarchy, group, place, memoryBytes, cleanup } = this.#parts;
    const code = await exitCodeOf(child);
    this.#ended = true;
    const outOfMemoryKills = place.runtime.keepsGroup ? (await hierarchy.usage(group)).outOfMemoryKills : 0;
    const exit = explainExit({
      exit: readExitCode(code),
      stopRequested: this.#stopRequested,
      outOfMemoryKills,
      memoryBytes,
    });
    const failures = await cleanup.run();
    await onceDelivered(child);
    if (failures.length === 0) return exit;
    return {
      ...exit,
      message: `${exit.message} Not everything was removed: ${failures.map((error) => error.message).join(' ')}`,
    };
  }

  #processSpec(request: ExecRequest): ProcessSpec {
    const { command, environment, workingDirectory } = parseSpec(execRequest, request);
    this.#requireRunning();
    const merged = { ...DEFAULT_ENVIRONMENT, ...this.#parts.environment, ...environment };
    return { command, workingDirectory, environment: merged, openFiles: this.#parts.openFiles };
  }

  #requireRunning(): void {
    if (this.#ended)
      throw new SandboxError('sandbox_stopped', `The sandbox ${this.id} does not run any more. Start it again.`);
  }

  /** A runtime would wait for the thaw with nothing that tells why. */
  async #requireThawed(): Promise<void> {
    if (!(await this.#parts.hierarchy.isFrozen(this.#parts.group))) return;
    throw new SandboxError('sandbox_frozen', `The sandbox ${this.id} is frozen. Thaw it before running a command.`);
  }
}

function exitCodeOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(128 + 9);
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 128 + 9)));
}

const DELIVERY_MS = 2_000;

/** The last output reaches the sinks after the process that wrote it ended. A sink that takes nothing is not waited for. */
async function onceDelivered(child: ChildProcess): Promise<void> {
  const open = [child.stdout, child.stderr].filter((stream) => stream !== null && !stream.closed);
  const closed = Promise.all(open.map((stream) => new Promise((resolve) => stream?.once('close', resolve))));
  const late = new Promise((resolve) => setTimeout(resolve, DELIVERY_MS).unref());
  await Promise.race([closed, late]);
}

/** A secret that only the sandbox and the platform know. */
export function makeToken(): string {
  return randomBytes(24).toString('base64url');
}
