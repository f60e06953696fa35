import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Breakpoint, ConsoleEntry, DebugState, ExceptionChoice } from '../contract/debug.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import type { HostMessage } from '../contract/messages.ts';
import type { DocumentsDoor } from '../documents/door.ts';
import type { DocumentChange } from '../documents/documents.ts';
import type { ProjectEnvironment } from '../environment.ts';
import { HostError } from '../failure.ts';
import { follow } from '../files/paths.ts';
import { Breakpoints, type Moved, type SetBreakpoint, type Wish } from './breakpoints.ts';
import { chooseDebugger } from './choose-debugger.ts';
import { ConsoleLog } from './console-log.ts';
import { type Launch, Session } from './session.ts';

export interface DebuggingGround {
  readonly root: string;
  readonly state: string;
  readonly instance: string;
  readonly environment: ProjectEnvironment;
  readonly documents: DocumentsDoor;
  /** Whether the Run button's program runs: two of it would want the same port. */
  readonly running: () => boolean;
  readonly broadcast: (message: HostMessage) => void;
  /** A program came or went. */
  readonly activityChanged: () => void;
}

/** Where breakpoints are kept. */
export const breakpointsFile = (state: string): string => join(state, 'debug', 'breakpoints.json');

/** The debugger of a project: one session and one list of breakpoints for all its people. */
export class Debugging {
  readonly #ground: DebuggingGround;
  readonly #breakpoints: Breakpoints;
  readonly #console: ConsoleLog;
  /** Lines of files that have breakpoints, as far as there is code on them. */
  readonly #empty = new Map<string, ReadonlySet<number>>();
  #session: Session | undefined;
  #lastSession = 0;
  #lastStop = 0;
  #told = '';
  /** Breakpoints that were changed and of which the debugger was not told yet. */
  #changing: Promise<unknown> = Promise.resolve();

  private constructor(ground: DebuggingGround, breakpoints: Breakpoints) {
    this.#ground = ground;
    this.#breakpoints = breakpoints;
    this.#console = new ConsoleLog((entries) => ground.broadcast({ type: 'debug.console', entries }));
  }

  static async create(ground: DebuggingGround): Promise<Debugging> {
    const debugging = new Debugging(ground, await Breakpoints.read(breakpointsFile(ground.state)));
    await Promise.all(debugging.#paths().map((path) => debugging.#look(path)));
    return debugging;
  }

  get state(): DebugState {
    return {
      session: this.#session?.state ?? null,
      breakpoints: this.#breakpoints.all.map((breakpoint) => this.#describe(breakpoint)),
      exceptions: this.#breakpoints.exceptions,
      watches: [...this.#breakpoints.watches],
    };
  }

  get active(): boolean {
    return this.#session?.active === true;
  }

  /** NAME=value in the environment of the program that is debugged. */
  get marker(): string | undefined {
    return this.active ? this.#session?.marker : undefined;
  }

  get entries(): readonly ConsoleEntry[] {
    return this.#console.entries;
  }

  /** The session that runs. @throws HostError when there is none */
  get session(): Session {
    if (this.#session?.active !== true) throw new HostError('debug_absent');
    return this.#session;
  }

  async start(file: string | undefined, startedBy: string): Promise<DebugState> {
    this.#mustBeFree();
    if (file !== undefined) await follow(this.#ground.root, file);
    const choice = await chooseDebugger(this.#ground.root, file);
    this.#mustBeFree();
    return this.#begin({ ...choice, id: (this.#lastSession += 1), startedBy });
  }

  async stop(by: string): Promise<DebugState> {
    await this.session.stop(by);
    return this.state;
  }

  /** The same once more, also when it has ended. */
  async restart(by: string): Promise<DebugState> {
    const session = this.#session;
    if (session === undefined) throw new HostError('debug_absent');
    if (session.active) await session.stop(by);
    const { command, plan, debugger: name } = session.launch;
    const installed = plan.install === null ? null : { ...plan.install, needed: false };
    this.#mustBeFree();
    const launch = { command, debugger: name, plan: { ...plan, install: installed } };
    return this.#begin({ ...launch, id: (this.#lastSession += 1), startedBy: by });
  }

  /**
   * Lets the program go on with the breakpoints that its people see: a page shows a change before the debugger has heard
   * of it, and who presses a key right then would be stopped at what is gone.
   */
  async move(input: ParsedInput<'debug.move'>): Promise<DebugState> {
    const { session } = this;
    await this.#changing;
    await session.move(input);
    return this.state;
  }

  setBreakpoints(path: string, wishes: readonly Wish[]): Promise<DebugState> {
    return this.#change(async () => {
      await follow(this.#ground.root, path);
      this.#breakpoints.set(path, wishes);
      await this.#look(path);
      await this.#kept();
      await this.#session?.setBreakpoints(path);
    });
  }

  setExceptions(choice: ExceptionChoice): Promise<DebugState> {
    return this.#change(async () => {
      this.#breakpoints.stopAt(choice);
      await this.#kept();
      await this.#session?.setExceptions();
    });
  }

  async setWatches(watches: readonly string[]): Promise<DebugState> {
    this.#breakpoints.watch(watches);
    await this.#kept();
    return this.state;
  }

  /** Evaluates for the console, which everybody sees. */
  async converse(input: ParsedInput<'debug.evaluate'>, by: string): Promise<RouteAnswer<'debug.evaluate'>> {
    const { launch, answers } = this.session;
    const session = launch.id;
    this.#console.add({ session, kind: 'input', text: input.expression, by });
    const answer = await answers.evaluate(input);
    const kind = answer.failed ? 'failure' : 'result';
    this.#console.add({ session, kind, text: answer.value, inside: answer.inside });
    return answer;
  }

  /** An open document changed: its breakpoints stay with their lines. */
  changed(change: DocumentChange): void {
    const { path } = change.document;
    if (this.#breakpoints.in(path).length === 0) return;
    this.#breakpoints.follow(change);
    void this.#look(path).then(() => this.#tell());
  }

  /** Files have other names: their breakpoints go with them. */
  async moved(entries: readonly Moved[]): Promise<void> {
    const paths = this.#breakpoints.move(entries);
    if (paths.length === 0) return;
    await Promise.all(paths.map((path) => this.#look(path)));
    await this.#kept();
    for (const path of paths) await this.#session?.setBreakpoints(path);
  }

  async close(): Promise<void> {
    if (this.active) await this.#session?.stop('the end of the session');
    await this.#breakpoints.written();
  }

  #mustBeFree(): void {
    if (this.active) throw new HostError('debug_active');
    if (this.#ground.running()) throw new HostError('already_running');
  }

  #begin(launch: Launch): DebugState {
    const { root, state, instance, environment, activityChanged } = this.#ground;
    const session = new Session(
      {
        root,
        folder: join(state, 'debug'),
        instance,
        environment,
        breakpoints: this.#breakpoints,
        nextStop: () => (this.#lastStop += 1),
        said: (kind, text) => this.#console.add({ session: launch.id, kind, text }),
        changed: () => this.#tell(),
      },
      launch,
    );
    this.#session = session;
    this.#tell();
    activityChanged();
    void session.finished.then(activityChanged);
    return this.state;
  }

  async #change(work: () => Promise<void>): Promise<DebugState> {
    const done = work();
    this.#changing = Promise.allSettled([this.#changing, done]);
    await done;
    return this.state;
  }

  /** Tells everybody, and resolves when it is on the disk. */
  #kept(): Promise<void> {
    this.#tell();
    return this.#breakpoints.written();
  }

  #paths(): string[] {
    return [...new Set(this.#breakpoints.all.map(({ path }) => path))];
  }

  /** Finds the lines without code among those that have breakpoints. */
  async #look(path: string): Promise<void> {
    const { root, documents } = this.#ground;
    const text =
      documents.loaded?.read(path)?.text ?? (await readFile(join(root, path), 'utf8').catch(() => undefined));
    const lines = text?.split('\n');
    const empty = this.#breakpoints.in(path).filter(({ line }) => (lines?.[line - 1] ?? '').trim() === '');
    this.#empty.set(path, new Set(empty.map(({ line }) => line)));
  }

  #describe(breakpoint: SetBreakpoint): Breakpoint {
    if (this.#empty.get(breakpoint.path)?.has(breakpoint.line) === true) {
      return { ...breakpoint, verified: false, message: 'There is no code on this line.' };
    }
    const known = this.active ? this.#session?.answers.of(breakpoint.id) : undefined;
    if (known === undefined || !breakpoint.enabled) return { ...breakpoint, verified: breakpoint.enabled };
    const message = known.message ?? (known.verified ? undefined : 'The program has not come to this file yet.');
    return { ...breakpoint, verified: known.verified, ...(message !== undefined && { message }) };
  }

  #tell(): void {
    const { state } = this;
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#ground.broadcast({ type: 'debug.state', state });
  }
}
