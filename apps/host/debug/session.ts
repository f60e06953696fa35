import { join } from 'node:path';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { DebugSession, DebugStop } from '../contract/debug.ts';
import type { ParsedInput } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import type { ProjectEnvironment } from '../environment.ts';
import { describeOutcome, type Outcome } from '../runs/outcome.ts';
import type { Program } from '../runs/program.ts';
import { endTree } from '../runs/tree.ts';
import type { Adapter, Command, Events, Requests } from './adapter.ts';
import { Answers } from './answers.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { Choice } from './choose-debugger.ts';
import { relativePath, stopReason } from './places.ts';
import { startAdapter } from './start-adapter.ts';

const markerName = 'ECODE_DEBUG';

export interface SessionGround {
  readonly root: string;
  /** A folder for adapters. */
  readonly folder: string;
  /** Names the host, so that its processes are told from those of another. */
  readonly instance: string;
  readonly environment: ProjectEnvironment;
  readonly breakpoints: Breakpoints;
  readonly nextStop: () => number;
  readonly said: (kind: 'output' | 'note', text: string) => void;
  readonly changed: () => void;
}

export interface Launch extends Choice {
  readonly id: number;
  readonly startedBy: string;
}

/** One program under a debugger, from its start to its end. All people of the project have the same. */
export class Session {
  readonly answers: Answers;
  readonly launch: Launch;
  /** NAME=value in the environment of its processes. */
  readonly marker: string;
  readonly finished: Promise<void>;
  readonly #ground: SessionGround;
  #state: DebugSession;
  #adapter: Adapter | undefined;
  #program: Program | undefined;
  #configured = false;
  #stoppedBy: string | undefined;
  #lost: string | undefined;

  constructor(ground: SessionGround, launch: Launch) {
    this.#ground = ground;
    this.launch = launch;
    this.marker = `${markerName}=${ground.instance}:${launch.id}`;
    this.answers = new Answers(ground, (command, input) => this.request(command, input));
    this.#state = {
      id: launch.id,
      debugger: launch.debugger,
      command: launch.command,
      status: launch.plan.install?.needed === true ? 'installing' : 'starting',
      startedBy: launch.startedBy,
      threads: [],
      stop: null,
      summary: null,
      failed: false,
    };
    this.finished = this.#run().catch((error: unknown) => this.#fail(error));
  }

  get state(): DebugSession {
    return this.#state;
  }

  get active(): boolean {
    return this.#state.status !== 'ended';
  }

  async request<Name extends Command>(command: Name, input: Requests[Name][0]): Promise<Requests[Name][1]> {
    if (this.#adapter === undefined) throw new HostError('debug_absent');
    return this.#adapter.request(command, input);
  }

  input(text: string): void {
    if (this.#program === undefined) throw new HostError('debug_absent');
    this.#program.input(text);
  }

  /** Lets a thread go on, or stops it. Who comes second finds it moved on. */
  async move({ to, thread: threadId, stop: seen }: ParsedInput<'debug.move'>): Promise<void> {
    if (to === 'pause') return void (await this.request('pause', { threadId }));
    const { stop, status } = this.#state;
    if (status !== 'stopped' || stop === null || stop.number !== seen) throw new HostError('debug_moved_on');
    // Before it is asked: the next stop may come together with the answer.
    this.#set({ status: 'running', stop: null });
    const commands = { continue: 'continue', over: 'next', in: 'stepIn', out: 'stepOut' } as const;
    await this.request(commands[to], { threadId }).catch((error: unknown) => {
      // The program ended with this step, before it could answer.
      if (error instanceof HostError && error.code === 'debugger_ended') return;
      if (this.#state.status === 'running') this.#set({ status: 'stopped', stop });
      throw error;
    });
  }

  /** Tells the debugger of the breakpoints of a file. */
  async setBreakpoints(path: string): Promise<void> {
    if (!this.#configured || !this.active) return;
    await this.#sendBreakpoints(path);
    this.#ground.changed();
  }

  async setExceptions(): Promise<void> {
    if (this.#configured && this.active) await this.#sendExceptions();
  }

  /** Ends the program with all its processes. Resolves when nothing of it is left. */
  async stop(by: string): Promise<void> {
    this.#stoppedBy ??= by;
    this.#set({ status: 'ending', stop: null });
    await endTree(this.marker);
    await this.finished;
  }

  async #run(): Promise<void> {
    const { plan, command, debugger: name } = this.launch;
    const [missing] = plan.missing;
    if (missing !== undefined) {
      throw new HostError('program_missing', { details: `${missing.program}: ${missing.howToAdd}` });
    }
    const environment = this.#environment();
    // The adapter has no marker: its ports are none of the program's.
    const mark = { [markerName]: this.marker.slice(markerName.length + 1) };
    if (plan.install?.needed === true && !(await this.#install(plan.install, { ...environment, ...mark }))) return;
    const { root, folder } = this.#ground;
    const adapter = await startAdapter(name, { root, folder: join(folder, name), environment, events: this.#events });
    this.#adapter = adapter;
    try {
      if (this.#stoppedBy !== undefined) return this.#end({ code: 0, signal: null });
      this.#ground.said('note', `$ ${command}\n`);
      const { startProgram } = await import('../runs/program.ts');
      this.#program = await startProgram({
        command,
        workingDirectory: join(root, plan.workingDirectory),
        environment: { ...environment, ...adapter.environment, ...mark },
        said: (_stream, text) => this.#ground.said('output', text),
      });
      // Stopped while it was started: what looked for its processes came too early.
      if (this.#stoppedBy !== undefined) void endTree(this.marker);
      const outcome = await this.#program.ended;
      await endTree(this.marker);
      this.#end(outcome);
    } finally {
      adapter.close();
      this.#program = undefined;
    }
  }

  #environment(): Record<string, string> {
    return {
      ...this.#ground.environment.forPrograms(),
      PYTHONUNBUFFERED: '1',
      ...this.launch.plan.environment,
    };
  }

  /** False when it failed or was stopped; the session has ended then. */
  async #install(
    { command, why }: { command: string; why: string },
    environment: Record<string, string>,
  ): Promise<boolean> {
    this.#ground.said('note', `${why}\n$ ${command}\n`);
    const { runCommand } = await import('../runs/command.ts');
    const outcome = await runCommand({
      command,
      workingDirectory: this.#ground.root,
      environment,
      said: (_stream, text) => this.#ground.said('output', text),
    });
    if (outcome.code !== 0 || this.#stoppedBy !== undefined) {
      this.#end(outcome, 'Installing');
      return false;
    }
    this.#set({ status: 'starting' });
    return true;
  }

  readonly #events: Events = {
    initialized: () => void this.#configure().catch((error: unknown) => this.#lose(wordsOf(error))),
    stopped: (body) => void this.#stopped(body).catch(() => undefined),
    continued: ({ threadId, allThreadsContinued }) => {
      const { stop, status } = this.#state;
      if (status !== 'stopped' || (allThreadsContinued !== true && stop?.thread !== threadId)) return;
      this.#set({ status: 'running', stop: null });
    },
    breakpoint: ({ breakpoint }) => {
      this.answers.resolved(breakpoint);
      this.#ground.changed();
    },
    output: (text) => this.#ground.said('output', text),
    thread: () => void this.#readThreads().catch(() => undefined),
    gone: (words) => this.#lose(words),
  };

  async #configure(): Promise<void> {
    const { breakpoints } = this.#ground;
    // From here on: a file that changes while the others are told has to be told again.
    this.#configured = true;
    for (const path of new Set(breakpoints.all.map((breakpoint) => breakpoint.path))) await this.#sendBreakpoints(path);
    await this.#sendExceptions();
    await this.request('configurationDone', {});
    if (this.#state.status === 'starting') this.#set({ status: 'running' });
    await this.#readThreads();
  }

  async #sendBreakpoints(path: string): Promise<void> {
    const enabled = this.#ground.breakpoints.in(path).filter((breakpoint) => breakpoint.enabled);
    const { breakpoints } = await this.request('setBreakpoints', {
      source: { path: join(this.#ground.root, path) },
      breakpoints: enabled.map(({ line, condition, log }) => ({
        line,
        ...(condition !== undefined && condition !== '' && { condition }),
        ...(log !== undefined && log !== '' && { logMessage: log }),
      })),
    });
    this.answers.known(enabled, breakpoints);
  }

  async #sendExceptions(): Promise<void> {
    const { exceptions } = this.#ground.breakpoints;
    const all = this.launch.debugger === 'python' ? 'raised' : 'all';
    const filters = { never: [], uncaught: ['uncaught'], all: [all] }[exceptions];
    await this.request('setExceptionBreakpoints', { filters });
  }

  async #stopped(body: Dap.StoppedEvent['body']): Promise<void> {
    const threadId = body.threadId ?? 1;
    const number = this.#ground.nextStop();
    const [{ stackFrames }] = await Promise.all([
      this.request('stackTrace', { threadId, startFrame: 0, levels: 1 }),
      this.#readThreads(),
    ]);
    const [top] = stackFrames;
    const path = relativePath(this.#ground.root, top?.source?.path);
    const words = body.reason === 'exception' ? exceptionWords(body) : await this.#conditionFailure(path, top);
    const stop: DebugStop = {
      number,
      thread: threadId,
      reason: stopReason(body.reason),
      path,
      line: Math.max(1, top?.line ?? 1),
      ...(words !== undefined && { text: words }),
    };
    if (this.#state.status === 'running' || this.#state.status === 'starting') this.#set({ status: 'stopped', stop });
  }

  /** Why the condition of a breakpoint that stopped the program says nothing; undefined when it holds. */
  async #conditionFailure(path: string | null, top: Dap.StackFrame | undefined): Promise<string | undefined> {
    if (path === null || top === undefined) return undefined;
    const { condition } = this.#ground.breakpoints.in(path).find(({ line }) => line === top.line) ?? {};
    if (condition === undefined || condition === '') return undefined;
    // A condition that changes something is not evaluated a second time, where the debugger can tell.
    const why = this.launch.debugger === 'node' ? 'hover' : 'watch';
    const { failed, value } = await this.answers.evaluate({ expression: condition, frame: top.id, why });
    if (!failed || value.includes('side-effect')) return undefined;
    return `The condition ${condition} cannot be evaluated: ${value.trim().split('\n').at(-1) ?? ''}`;
  }

  async #readThreads(): Promise<void> {
    const { threads } = await this.request('threads', {});
    this.#set({ threads: threads.map(({ id, name }) => ({ id, name })) });
  }

  /** The debugger is gone, so the program, which may stand still, can only be ended. */
  #lose(words: string): void {
    if (!this.active || this.#program === undefined) return;
    this.#lost = words;
    void endTree(this.marker);
  }

  #fail(error: unknown): void {
    this.#finish(wordsOf(error), true);
  }

  #end(outcome: Outcome, what = 'The program'): void {
    if (this.#stoppedBy !== undefined) return this.#finish(`Stopped by ${this.#stoppedBy}.`, false);
    if (this.#lost === undefined) return this.#finish(describeOutcome(what, outcome), outcome.code !== 0);
    this.#finish(`The debugger ended, and the program with it. ${this.#lost}`.trim(), true);
  }

  #finish(summary: string, failed: boolean): void {
    this.#ground.said('note', `${summary}\n`);
    this.#set({ status: 'ended', stop: null, threads: [], summary, failed });
  }

  #set(change: Partial<DebugSession>): void {
    const next = { ...this.#state, ...change };
    if (!this.active || JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#ground.changed();
  }
}

function wordsOf(error: unknown): string {
  const details = error instanceof HostError ? error.extra.details : undefined;
  return [error instanceof Error ? error.message : String(error), details].filter(Boolean).join(' ');
}

/** debugpy tells the type and the message apart. */
function exceptionWords({ text, description }: Dap.StoppedEvent['body']): string | undefined {
  const words = [text, description].filter((part) => part !== undefined && part !== '');
  return words.length === 0 ? undefined : words.join(': ');
}
