import type { Sandbox } from '@e-code/port-sandbox';
import { systemActor } from '@e-code/kernel/server';
import type { Actor, Clock, Log } from '@e-code/kernel/server';
import type { SessionFailure, SessionState, StopCause } from '../../contract/index.ts';
import { apply, atRest } from '../machine.ts';
import type { Effect, Machine, Operation } from '../machine.ts';
import { Pools } from '../stream/pools.ts';
import { explainEnd, explainSilence, explainStart, explainUnprepared, sandboxErrorCode } from './failures.ts';
import { askHost } from './ask-host.ts';
import { LastWords } from './last-words.ts';

export interface SessionParts {
  readonly projectId: string;
  readonly clock: Clock;
  readonly log: Log;
  launch(stderr: LastWords): Promise<Sandbox>;
  /** What the host must be given before anybody uses it. */
  prepare(running: Running, signal: AbortSignal): Promise<void>;
  /** Called after each change of the state, in order. */
  changed(session: Session, before: SessionState): void;
}

/** A sandbox that runs, and the connections to it. */
export interface Running {
  readonly sandbox: Sandbox;
  readonly pools: Pools;
}

const READY_SECONDS = 20;
const RETRY_MS = 10;

/**
 * The one owner of a project's sandbox: runs the effects of the machine, one start at a time, and tells the outcomes
 * back to it. Everybody who needs the project while it starts waits for the same start.
 */
export class Session {
  readonly projectId: string;
  /** When the state was entered. */
  since: Date;
  /** When somebody last used the project through the platform. */
  lastUse: Date;
  /** Who caused the newest start, for the record. */
  startedBy: Actor = systemActor('sandboxes');
  /** Milliseconds from the newest wish to run to the first answer of the host. */
  startMs = 0;
  readonly #parts: SessionParts;
  #machine: Machine = atRest;
  #running: Running | undefined;
  #launching: Promise<Sandbox> | undefined;
  #startedAt = 0;
  /** The run that is being ended because its host could not be used, and why. */
  #unready: { readonly run: number; readonly failure: SessionFailure } | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.projectId = parts.projectId;
    this.since = parts.clock.now();
    this.lastUse = this.since;
  }

  get state(): SessionState {
    return this.#machine.state;
  }

  get atRest(): boolean {
    return this.state.status === 'stopped' || this.state.status === 'failed';
  }

  /** The sandbox, when the host answers now. */
  get running(): Running | undefined {
    return this.state.status === 'running' ? this.#running : undefined;
  }

  /** The sandbox as soon as it has been started, whether or not its host answers. */
  get launched(): Running | undefined {
    return this.#running;
  }

  /** The sandbox as soon as the host answers; starts it when needed. Undefined when it stopped or failed instead. */
  async wake(asked: boolean, actor: Actor): Promise<Running | undefined> {
    this.lastUse = this.#parts.clock.now();
    if (this.atRest) this.startedBy = actor;
    this.#dispatch({ type: 'wake', at: this.lastUse.getTime(), asked });
    await this.#until(() => this.atRest || this.running !== undefined);
    return this.running;
  }

  async restart(actor: Actor): Promise<Running | undefined> {
    this.lastUse = this.#parts.clock.now();
    this.startedBy = actor;
    this.#dispatch({ type: 'restart' });
    await this.#until(() => this.atRest || this.running !== undefined);
    return this.running;
  }

  /** Resolves when nothing of the sandbox is left. */
  async stop(cause: StopCause): Promise<void> {
    this.#dispatch({ type: 'stop', cause });
    await this.#until(() => this.atRest);
  }

  #dispatch(operation: Operation): void {
    const before = this.state;
    const { machine, effects } = apply(this.#machine, operation);
    this.#machine = machine;
    if (machine.state !== before) {
      this.since = this.#parts.clock.now();
      if (machine.state.status === 'running') this.startMs = performance.now() - this.#startedAt;
      this.#parts.changed(this, before);
    }
    for (const effect of effects) void this.#run(effect);
    for (const look of this.#watchers) look();
  }

  /** Never rejects: every outcome, also a defect, becomes an operation. */
  async #run(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'start_sandbox':
        return this.#startSandbox(effect.run);
      case 'await_host':
        return this.#awaitHost(effect.run);
      case 'stop_sandbox':
        return this.#stopSandbox(effect.run, effect.cause);
    }
  }

  async #startSandbox(run: number): Promise<void> {
    this.#startedAt = performance.now();
    const stderr = new LastWords();
    this.#launching = this.#parts.launch(stderr);
    try {
      const sandbox = await this.#launching;
      const running = { sandbox, pools: new Pools(sandbox) };
      this.#running = running;
      void this.#watchEnd(run, running, stderr);
      this.#dispatch({ type: 'sandbox_started', run });
    } catch (error) {
      const { projectId, log } = this.#parts;
      const level = sandboxErrorCode(error) === undefined ? 'error' : 'warn';
      log[level]({ err: error, projectId }, 'A sandbox could not be started');
      this.#end(run, explainStart(error));
    }
  }

  /** The listening socket exists before the host runs, so the first question waits in its queue until the host reads. */
  async #awaitHost(run: number): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const signal = AbortSignal.timeout(READY_SECONDS * 1000);
    const ended = new AbortController();
    void running.sandbox.exited.then(() => ended.abort());
    const either = AbortSignal.any([signal, ended.signal]);
    const silent = await askUntilReady(running.pools, either);
    const failed = silent ?? (await failureOf(this.#parts.prepare(running, either)));
    if (failed === undefined) return this.#dispatch({ type: 'host_ready', run, at: this.#parts.clock.now().getTime() });
    if (ended.signal.aborted) return;
    const failure = silent === undefined ? explainUnprepared() : explainSilence(READY_SECONDS);
    this.#parts.log.error({ err: failed, projectId: this.projectId }, failure.message);
    if (this.#machine.run !== run || this.state.status !== 'starting') return;
    this.#unready = { run, failure };
    await running.sandbox.stop({ graceMs: 0 });
  }

  async #watchEnd(run: number, running: Running, stderr: LastWords): Promise<void> {
    const exit = await running.sandbox.exited;
    const { log, projectId } = this.#parts;
    if (exit.reason !== 'stopped') log.warn({ projectId, exit, words: stderr.text }, 'A sandbox ended by itself');
    await this.#forget(running);
    this.#end(run, this.#unready?.run === run ? this.#unready.failure : explainEnd(exit, stderr.text));
  }

  async #stopSandbox(run: number, cause: StopCause): Promise<void> {
    const sandbox = await this.#launching?.catch(() => undefined);
    await sandbox?.stop({ graceMs: cause === 'shutdown' ? 2_000 : 5_000 });
    if (this.#running?.sandbox === sandbox) await this.#forget(this.#running);
    this.#dispatch({ type: 'stop_completed', run });
  }

  async #forget(running: Running | undefined): Promise<void> {
    if (this.#running === running) this.#running = undefined;
    await running?.pools.destroy();
  }

  #end(run: number, failure: SessionFailure): void {
    this.#dispatch({ type: 'ended', run, at: this.#parts.clock.now().getTime(), failure });
  }

  #until(reached: () => boolean): Promise<void> {
    if (reached()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!reached()) return;
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
    });
  }
}

function failureOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/**
 * Asks for the health until it comes. Drivers that listen on TCP refuse until the host listens; a host that fails resets
 * the connection a moment before its sandbox ends, and the end says more. Returns the failure when the signal aborts.
 */
async function askUntilReady(pools: Pools, signal: AbortSignal): Promise<unknown> {
  for (;;) {
    try {
      await askHost(pools.host, 'health', signal);
      return undefined;
    } catch (error) {
      if (signal.aborted) return error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
