import { join } from 'node:path';
import { idleRun } from '../contract/idle-run.ts';
import type { ListeningPort, Plan, RunState } from '../contract/runs.ts';
import { HostError, systemCode } from '../failure.ts';
import type { Command } from './command.ts';
import { portHint, portPatience, takenPortHint } from './hints.ts';
import type { ProjectEnvironment } from '../environment.ts';
import { RunLog } from './log.ts';
import { describeOutcome, normalize, type Outcome } from './outcome.ts';
import type { Program } from './program.ts';
import type { StaticServer } from './static-server.ts';
import { endTree, signalAll } from './tree.ts';

const markerName = 'ECODE_RUN';
/** Programs write in bursts; pages hear of the log at most this often. */
const logInterval = 16;

export interface RunRequest {
  readonly plan: Plan;
  readonly environment: Record<string, string>;
  readonly startedBy: string;
}

interface Place {
  /** The project's folder. */
  readonly root: string;
  /** Of the host's start. */
  readonly instance: string;
  readonly environment: ProjectEnvironment;
}

interface Listener {
  readonly stateChanged: (state: RunState) => void;
  readonly logGrew: () => void;
  readonly ports: () => ListeningPort[];
}

/** The one program of the Run button: installs when needed, runs, stops the whole tree, remembers what it said. */
export class Runs {
  readonly log = new RunLog();
  readonly #root: string;
  readonly #instance: string;
  readonly #environment: ProjectEnvironment;
  readonly #listener: Listener;
  #state = idleRun;
  #plan: Plan | undefined;
  #static: StaticServer | undefined;
  #program: Program | undefined;
  #stoppedBy: string | undefined;
  #finished: Promise<void> = Promise.resolve();
  #patience: NodeJS.Timeout | undefined;
  #announcing = false;

  constructor({ root, instance, environment }: Place, listener: Listener) {
    this.#root = root;
    this.#instance = instance;
    this.#environment = environment;
    this.#listener = listener;
  }

  get state(): RunState {
    return this.#state;
  }

  get active(): boolean {
    return this.#state.status !== 'idle' && this.#state.status !== 'exited';
  }

  /** NAME=value that marks the processes of the present run. */
  get marker(): string | undefined {
    return this.active ? `${markerName}=${this.#instance}:${this.#state.run}` : undefined;
  }

  /** Whether a program was started less than a minute ago and has opened no port yet; many never open one. */
  get awaitsPort(): boolean {
    const { status, ports, startedAt } = this.#state;
    return status === 'running' && ports.length === 0 && Date.now() - (startedAt ?? 0) < 60_000;
  }

  /** Begins a run and answers its state at once; what follows is told to the listener. */
  start(request: RunRequest): RunState {
    if (this.active) throw new HostError('already_running');
    const { plan, startedBy } = request;
    const [missing] = plan.missing;
    if (missing !== undefined)
      throw new HostError('program_missing', { details: `${missing.program}: ${missing.howToAdd}` });
    this.#plan = plan;
    this.#stoppedBy = undefined;
    const command = plan.command ?? `serve ${plan.staticFolder === '' ? 'the project' : plan.staticFolder}`;
    this.#state = {
      ...idleRun,
      run: this.#state.run + 1,
      command,
      startedAt: Date.now(),
      startedBy,
      status: 'running',
    };
    if (plan.install?.needed === true) this.#state = { ...this.#state, status: 'installing' };
    this.#listener.stateChanged(this.#state);
    this.#finished = this.#run(request).catch((error: unknown) => this.#fail(error));
    return this.#state;
  }

  /** Ends the run with all its processes. Resolves when nothing of it is left. */
  async stop(stoppedBy: string): Promise<RunState> {
    const { marker } = this;
    if (marker === undefined) throw new HostError('not_running');
    this.#stoppedBy ??= stoppedBy;
    this.#setState({ status: 'stopping', hint: null });
    await Promise.all([endTree(marker), this.#static?.stop()]);
    await this.#finished;
    return this.#state;
  }

  /** Types text into the program as at its keyboard. */
  input(text: string): void {
    if (this.#program === undefined) throw new HostError('not_running');
    this.#program.input(text);
  }

  /** For the end of the host itself, which has no time to wait. */
  kill(): void {
    if (this.marker !== undefined) signalAll(this.marker, 'SIGKILL');
  }

  portsChanged(ports: readonly ListeningPort[]): void {
    if (this.#state.status !== 'running' || this.#plan === undefined) return;
    const own = ports.filter(({ run }) => run);
    this.#setState({ ports: own.map(({ port }) => port), hint: portHint(this.#plan, own, false) });
  }

  async #run(request: RunRequest): Promise<void> {
    const { plan } = request;
    if (plan.install?.needed === true) {
      this.#note(`${plan.install.why}\n$ ${plan.install.command}\n`);
      const { runCommand } = await import('./command.ts');
      const outcome = await this.#whole(runCommand(this.#command(plan.install.command, request)));
      if (outcome.code !== 0 || this.#stoppedBy !== undefined) return this.#end('Installing', outcome);
      this.#setState({ status: 'running' });
    }
    this.#patience = setTimeout(() => this.#lostPatience(), portPatience).unref();
    if (plan.command === null) return this.#serve(plan);
    this.#note(`$ ${plan.command}\n`);
    this.#end('The program', await this.#whole(this.#play(this.#command(plan.command, request))));
  }

  /** Runs a command that people can answer. */
  async #play(command: Command): Promise<Outcome> {
    const { startProgram } = await import('./program.ts');
    const program = await startProgram(command);
    this.#program = program;
    if (this.#stoppedBy === undefined) this.#setState({ takesInput: true });
    // Stopped while it was started: what looked for its processes came too early.
    else if (this.marker !== undefined) void endTree(this.marker);
    const outcome = await program.ended;
    this.#program = undefined;
    this.#setState({ takesInput: false });
    return outcome;
  }

  /** A command ends when its shell ends: what it left behind would hold its port at the next start. */
  async #whole(run: Promise<Outcome>): Promise<Outcome> {
    const { marker = '' } = this;
    const outcome = await run;
    await endTree(marker);
    return outcome;
  }

  #command(command: string, request: RunRequest): Command {
    const { marker = '' } = this;
    return {
      command,
      workingDirectory: join(this.#root, request.plan.workingDirectory),
      environment: {
        ...this.#environment.forPrograms(),
        PYTHONUNBUFFERED: '1',
        FORCE_COLOR: '1',
        ...request.plan.environment,
        ...request.environment,
        [markerName]: marker.slice(markerName.length + 1),
      },
      said: (stream, text) => this.#said(stream, text),
    };
  }

  async #serve(plan: Plan): Promise<void> {
    const port = plan.ports[0]?.local ?? 3000;
    const site = {
      root: this.#root,
      folder: plan.staticFolder ?? '',
      said: (line: string) => this.#said('stdout', line),
    };
    const { serveFolder } = await import('./static-server.ts');
    this.#static = await serveFolder(site, port);
    this.#note(`Serving ${site.folder === '' ? 'the project' : site.folder} on port ${port}.\n`);
    await this.#static.stopped;
    this.#static = undefined;
    this.#end('The site', { code: 0, signal: null });
  }

  #said(stream: 'stdout' | 'stderr', text: string): void {
    this.log.add(this.#state.run, stream, text);
    this.#announceLog();
    const hint = takenPortHint(text, this.#listener.ports());
    if (hint !== undefined && this.active) this.#setState({ hint });
  }

  #note(text: string): void {
    this.log.add(this.#state.run, 'system', text);
    this.#announceLog();
  }

  #announceLog(): void {
    if (this.#announcing) return;
    this.#announcing = true;
    setTimeout(() => {
      this.#announcing = false;
      this.#listener.logGrew();
    }, logInterval);
  }

  #lostPatience(): void {
    if (this.#state.status !== 'running' || this.#plan === undefined || this.#state.hint !== null) return;
    const own = this.#listener.ports().filter(({ run }) => run);
    this.#setState({ hint: portHint(this.#plan, own, true) });
  }

  #fail(error: unknown): void {
    if (systemCode(error) === 'EADDRINUSE') this.#said('stderr', `${String(error)}\n`);
    else this.#note(`${String(error)}\n`);
    this.#end('The program', { code: 1, signal: null });
  }

  #end(what: string, outcome: Outcome): void {
    clearTimeout(this.#patience);
    const { code, signal } = normalize(outcome);
    const stopped = this.#stoppedBy !== undefined;
    const words = stopped ? `Stopped by ${this.#stoppedBy}.` : describeOutcome(what, outcome);
    const summary = stopped || this.#state.hint === null || code === 0 ? words : `${words} ${this.#state.hint}`;
    this.#note(`${summary}\n`);
    this.#setState({ status: 'exited', endedAt: Date.now(), exitCode: code, signal, summary, hint: null, ports: [] });
  }

  #setState(change: Partial<RunState>): void {
    const next = { ...this.#state, ...change };
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return;
    this.#state = next;
    this.#listener.stateChanged(next);
  }
}
