import { idleRun } from '@e-code/host/contract';
import type { ListeningPort, Plan, RunState } from '@e-code/host/contract';
import type { HostClient } from '../host/client.ts';
import { toHostProblem, type HostProblem } from '../host/problem.ts';
import type { HostSocket } from '../host/socket.ts';
import { afterFirstLook } from '../parts/first-look.ts';
import { Store } from '../parts/store.ts';
import { LogLines } from '../console/log-lines.ts';

/** The program of the Run button: how it is run, whether it runs, what it says and where it listens. */
export class Runs {
  readonly plan = new Store<Plan | undefined>(undefined);
  readonly state = new Store<RunState>(idleRun);
  readonly ports = new Store<readonly ListeningPort[]>([]);
  /** Pressed and not yet answered: the moment in milliseconds since 1970. */
  readonly pressed = new Store<number | undefined>(undefined);
  readonly problem = new Store<HostProblem | undefined>(undefined);
  readonly log = new LogLines();
  /** Told of ports of the run that opened just now. */
  onPortOpened: (port: number) => void = () => undefined;
  /** Told of a port of the run that was open when this page came. */
  onPortFound: (port: number) => void = () => undefined;
  readonly #client: HostClient;
  readonly #socket: HostSocket;
  #instance: string | undefined;
  #begun: Promise<void> | undefined;

  constructor(client: HostClient, socket: HostSocket) {
    this.#client = client;
    this.#socket = socket;
    socket.on('welcome', ({ instance, run, ports }) => {
      if (this.#instance !== undefined && this.#instance !== instance) this.log.restart();
      const found = this.#instance === undefined ? ports.find((entry) => entry.run) : undefined;
      if (found) this.onPortFound(found.port);
      this.#instance = instance;
      this.state.set(run);
      this.ports.set(ports);
      socket.send({ type: 'run.follow', after: this.log.lastSequence });
      void this.#renewPlan();
    });
    socket.on('run.state', ({ run }) => this.state.set(run));
    socket.on('run.log', ({ entries, dropped }) => this.log.append(entries, dropped));
    socket.on('ports.changed', ({ ports, opened }) => {
      this.ports.set(ports);
      const own = ports.find((entry) => entry.run && opened.includes(entry.port));
      if (own) this.onPortOpened(own.port);
    });
  }

  /** Asks how the project is run. Called again when a file changes that decides it. */
  async loadPlan(): Promise<void> {
    await this.#client.ask('run.plan', {}).then(
      (plan) => this.plan.set(plan),
      () => undefined,
    );
  }

  /** How the project is run, asked for by whoever needs it first. */
  async begin(): Promise<Plan | undefined> {
    await (this.#begun ??= this.loadPlan());
    return this.plan.get();
  }

  /** A change before this page watched may have been missed; nobody waits for that while there is a plan. */
  async #renewPlan(): Promise<void> {
    if (await this.begin()) await afterFirstLook();
    await this.loadPlan();
  }

  async start(command?: string): Promise<void> {
    this.problem.set(undefined);
    this.pressed.set(Date.now());
    try {
      const begun = await this.#client.ask('run.start', command === undefined ? {} : { command });
      // The socket may have told what followed before this answer came.
      if (begun.run > this.state.get().run) this.state.set(begun);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.pressed.set(undefined);
    }
  }

  async stop(): Promise<void> {
    try {
      const ended = await this.#client.ask('run.stop', {});
      if (ended.run === this.state.get().run) this.state.set(ended);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Types into the program, see `run.input` of the host. */
  input(text: string): void {
    this.#socket.send({ type: 'run.input', text });
  }

  #failed(error: unknown): void {
    const problem = toHostProblem(error);
    // Somebody else pressed the same button a moment earlier.
    if (problem.is('already_running') || problem.is('not_running')) return;
    this.problem.set(problem);
  }

  get runs(): boolean {
    return isActive(this.state.get());
  }

  get connected(): boolean {
    return this.#socket.state.get() === 'open';
  }
}

export const isActive = ({ status }: RunState): boolean =>
  status === 'installing' || status === 'running' || status === 'stopping';

/** Files that decide how a project is run. */
export const planFiles: ReadonlySet<string> = new Set([
  '.replit',
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'Cargo.toml',
  'go.mod',
  'Makefile',
  'index.html',
]);
