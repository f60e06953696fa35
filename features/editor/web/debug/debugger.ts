import type {
  Breakpoint,
  ConsoleEntry,
  DebugFrame,
  DebugSession,
  DebugState,
  DebugStop,
  RouteInput,
} from '@e-code/host/contract';
import { toast } from '@e-code/kernel/web';
import { toHostProblem } from '../host/problem.ts';
import { Store } from '../parts/store.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { debugWanted } from './wanted.ts';

const nothing: DebugState = { session: null, breakpoints: [], exceptions: 'uncaught', watches: [] };
/** As many as the host keeps. */
const consoleLimit = 2000;

/** Where the program stands, and which of its calls is looked at. */
export type Standing = {
  readonly stop: DebugStop;
  readonly frames: readonly DebugFrame[];
  readonly total: number;
  readonly frame: DebugFrame | undefined;
};

export type BreakpointWish = Omit<RouteInput<'debug.setBreakpoints'>['breakpoints'][number], never>;
export type Move = RouteInput<'debug.move'>['to'];

/** The debugger of a project, which all its pages share; which call a page looks at is its own. */
export class Debugger {
  readonly workspace: Workspace;
  readonly state = new Store<DebugState>(nothing);
  readonly entries = new Store<readonly ConsoleEntry[]>([]);
  readonly standing = new Store<Standing | undefined>(undefined);
  /** The breakpoint whose condition is being written. */
  readonly editing = new Store<{ path: string; line: number } | undefined>(undefined);
  /** Values that are unfolded, by their names from the scope on: they stay so from stop to stop. */
  readonly unfolded = new Set<string>();
  #told = 0;
  #shownStop = 0;
  /** Breakpoints on their way to the host. */
  #setting: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    const { socket } = workspace;
    socket.on('welcome', () => void this.#load());
    socket.on('debug.state', ({ state }) => {
      this.#told += 1;
      this.#take(state);
    });
    socket.on('debug.console', ({ entries }) => this.#append(entries));
    void this.#load();
  }

  get session(): DebugSession | undefined {
    const { session } = this.state.get();
    return session === null || session.status === 'ended' ? undefined : session;
  }

  /** Runs the plan, or one file. The person who starts is taken to where it stops. */
  async start(file?: string): Promise<void> {
    const { layout, documents } = this.workspace;
    layout.showDebugConsole();
    if (layout.docked) layout.side.set('debug');
    await documents.flush();
    await this.#do('debug.start', file === undefined ? {} : { file });
  }

  stop = (): Promise<void> => this.#do('debug.stop', {});

  restart = async (): Promise<void> => {
    await this.workspace.documents.flush();
    await this.#do('debug.restart', {});
  };

  /** A step of this person, who is taken to where it leads. */
  async move(to: Move): Promise<void> {
    const { session } = this;
    const thread = session?.stop?.thread ?? session?.threads[0]?.id;
    if (session === undefined || thread === undefined) return;
    const stop = session.stop?.number;
    // Requests may overtake each other, and the program would go on with the breakpoints of before.
    await this.#setting;
    await this.#do('debug.move', { to, thread, ...(stop !== undefined && { stop }) });
  }

  breakpointsOf(path: string): Breakpoint[] {
    return this.state.get().breakpoints.filter((breakpoint) => breakpoint.path === path);
  }

  toggle(path: string, line: number): Promise<void> {
    const present = this.breakpointsOf(path);
    const others = present.filter((breakpoint) => breakpoint.line !== line);
    return this.set(path, others.length < present.length ? others : [...others, { line, enabled: true }]);
  }

  /** Changes one breakpoint; makes it when there is none. */
  put(path: string, wish: BreakpointWish): Promise<void> {
    return this.set(path, [...this.breakpointsOf(path).filter(({ line }) => line !== wish.line), wish]);
  }

  remove({ path, line }: { path: string; line: number }): Promise<void> {
    return this.set(
      path,
      this.breakpointsOf(path).filter((breakpoint) => breakpoint.line !== line),
    );
  }

  async removeAll(): Promise<void> {
    const paths = new Set(this.state.get().breakpoints.map(({ path }) => path));
    for (const path of paths) await this.set(path, []);
  }

  set(path: string, wishes: readonly BreakpointWish[]): Promise<void> {
    const breakpoints = wishes.map(({ line, enabled, condition, log }) => ({
      line,
      enabled,
      ...(condition !== undefined && condition !== '' && { condition }),
      ...(log !== undefined && log !== '' && { log }),
    }));
    const asked = this.#do('debug.setBreakpoints', { path, breakpoints });
    this.#setting = Promise.all([this.#setting, asked]);
    return asked;
  }

  setExceptions = (stop: DebugState['exceptions']): Promise<void> => this.#do('debug.setExceptions', { stop });

  setWatches = (watches: string[]): Promise<void> => this.#do('debug.setWatches', { watches });

  /** Looks at a call, and at its place when it is in the project. */
  choose(frame: DebugFrame): void {
    this.standing.update((standing) => standing && { ...standing, frame });
    this.show(frame);
  }

  show({ path, line }: { path: string | null; line: number }): void {
    if (path !== null) this.workspace.layout.openFile(path, { place: { line } });
  }

  async moreFrames(): Promise<void> {
    const standing = this.standing.get();
    if (standing === undefined) return;
    const { stop, frames } = standing;
    const answer = await this.#ask('debug.stack', { thread: stop.thread, start: frames.length, count: 50 });
    if (answer === undefined || this.standing.get()?.stop.number !== stop.number) return;
    this.standing.update((now) => now && { ...now, frames: [...frames, ...answer.frames], total: answer.total });
  }

  async #load(): Promise<void> {
    const before = this.#told;
    const { client } = this.workspace;
    try {
      const [state, { entries }] = await Promise.all([client.ask('debug.state', {}), client.ask('debug.console', {})]);
      this.entries.set(entries);
      // What the socket told meanwhile is newer.
      if (this.#told === before) this.#take(state);
    } catch {
      // Asked again with the next welcome.
    }
  }

  #take(state: DebugState): void {
    this.state.set(state);
    if (state.session !== null && state.session.status !== 'ended') debugWanted.set(true);
    const stop = state.session?.stop ?? undefined;
    const standing = this.standing.get();
    if (stop === undefined) this.standing.set(undefined);
    else if (standing?.stop.number !== stop.number) void this.#stand(stop);
  }

  /** Reads the calls of a stop. Who has the debugger open, or moved it, is taken there; the others are told. */
  async #stand(stop: DebugStop): Promise<void> {
    const answer = await this.#ask('debug.stack', { thread: stop.thread, start: 0, count: 20 });
    if (answer === undefined || this.session?.stop?.number !== stop.number) return;
    const frame = answer.frames.find(({ path }) => path !== null) ?? answer.frames[0];
    this.standing.set({ stop, frames: answer.frames, total: answer.total, frame });
    if (this.workspace.layout.side.get() !== 'debug' || this.#shownStop === stop.number) return;
    this.#shownStop = stop.number;
    if (frame) this.show(frame);
  }

  #append(added: readonly ConsoleEntry[]): void {
    const last = this.entries.get().at(-1)?.sequence ?? 0;
    const fresh = added.filter(({ sequence }) => sequence > last);
    if (fresh.length > 0) this.entries.update((entries) => [...entries, ...fresh].slice(-consoleLimit));
  }

  /** What is changed is told to all pages by the socket, in order; the answer may be older. */
  async #do<
    Name extends
      | 'debug.start'
      | 'debug.stop'
      | 'debug.restart'
      | 'debug.move'
      | 'debug.setBreakpoints'
      | 'debug.setExceptions'
      | 'debug.setWatches',
  >(name: Name, input: RouteInput<Name>): Promise<void> {
    try {
      await this.workspace.client.ask(name, input);
    } catch (error) {
      const problem = toHostProblem(error);
      // Somebody else did the same a moment earlier.
      if (problem.is('debug_moved_on')) return;
      const { details } = problem.body;
      toast.error(problem.message, details === undefined ? {} : { description: details });
    }
  }

  async #ask(name: 'debug.stack', input: RouteInput<'debug.stack'>) {
    return this.workspace.client.ask(name, input).catch(() => undefined);
  }
}

const debuggers = new WeakMap<Workspace, Debugger>();

/** The debugger of a project's page; made with the first look at it. */
export function debuggerOf(workspace: Workspace): Debugger {
  const known = debuggers.get(workspace);
  if (known) return known;
  const made = new Debugger(workspace);
  debuggers.set(workspace, made);
  return made;
}
