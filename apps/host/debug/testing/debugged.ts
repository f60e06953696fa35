import type { ConsoleEntry, DebugSession, DebugState, DebugStop, DebugVariable } from '../../contract/debug.ts';
import type { RouteAnswer, RouteName } from '../../contract/index.ts';
import type { Host } from '../../host.ts';
import { openHost, type Page, type Project } from '../../testing/project.ts';

/** Programs and debuggers start, maybe on a busy machine; milliseconds. */
const patience = 40_000;

type Move = 'continue' | 'pause' | 'over' | 'in' | 'out';

/** A project whose program is debugged, with a page that looks on. */
export class Debugged {
  readonly project: Project;
  readonly host: Host;
  readonly page: Page;

  private constructor(project: Project, host: Host, page: Page) {
    this.project = project;
    this.host = host;
    this.page = page;
  }

  static async open(files: Record<string, string>): Promise<Debugged> {
    const { project, host } = await openHost(files);
    return new Debugged(project, host, await project.page());
  }

  async ask<Name extends RouteName>(name: Name, input: object = {}): Promise<RouteAnswer<Name>> {
    const { status, json } = await this.send(name, input);
    if (status !== 200) throw new Error(`${name} answered ${status}: ${JSON.stringify(json)}`);
    return json as RouteAnswer<Name>;
  }

  /** Asks without minding a refusal. */
  send(name: RouteName, input: object = {}) {
    const reading = ['debug.state', 'debug.console', 'debug.stack', 'debug.scopes', 'debug.variables'].includes(name);
    return this.project.ask(name, reading ? { query: input as Record<string, number> } : { body: input });
  }

  breakAt(path: string, ...lines: (number | { line: number; condition?: string; log?: string })[]) {
    const breakpoints = lines.map((line) => ({ enabled: true, ...(typeof line === 'number' ? { line } : line) }));
    return this.ask('debug.setBreakpoints', { path, breakpoints });
  }

  /** The newest state that the page was told, once it is as wanted. */
  until<Wanted>(wanted: (state: DebugState) => Wanted | undefined | false): Promise<Wanted> {
    return this.page.until(() => {
      const last = this.page.messages.findLast(({ type }) => type === 'debug.state');
      return last?.type === 'debug.state' && wanted(last.state);
    }, patience);
  }

  /** The next stop. A program that ended instead fails the test with what it said. */
  async stop(after = 0): Promise<DebugStop> {
    const found = await this.until(({ session }) => {
      if (session?.status === 'ended') return 'ended';
      return session?.stop != null && session.stop.number > after && session.stop;
    });
    if (found !== 'ended') return found;
    const { entries } = await this.ask('debug.console');
    throw new Error(`It ended:\n${entries.map(({ text }) => text).join('')}`);
  }

  ended(): Promise<DebugSession> {
    return this.until(({ session }) => session?.status === 'ended' && session);
  }

  /** Moves on and answers where it stops next. */
  async move(to: Move, from: DebugStop): Promise<DebugStop> {
    await this.ask('debug.move', { to, thread: from.thread, stop: from.number });
    return this.stop(from.number);
  }

  /** The frames of a stop. */
  async frames({ thread }: DebugStop) {
    return (await this.ask('debug.stack', { thread })).frames;
  }

  /** The variables of the innermost scope, by name. */
  async locals(stop: DebugStop): Promise<Record<string, DebugVariable>> {
    const [top] = await this.frames(stop);
    const { scopes } = await this.ask('debug.scopes', { frame: top?.id });
    const { variables } = await this.ask('debug.variables', { inside: scopes[0]?.inside });
    return Object.fromEntries(variables.map((variable) => [variable.name, variable]));
  }

  async inside({ inside }: { inside: number }, part: object = {}) {
    return this.ask('debug.variables', { inside, ...part });
  }

  async evaluate(expression: string, stop: DebugStop, why: 'console' | 'watch' | 'hover' = 'watch') {
    const [top] = await this.frames(stop);
    return this.ask('debug.evaluate', { expression, frame: top?.id, why });
  }

  entries(): ConsoleEntry[] {
    return this.page.messages.flatMap((message) => (message.type === 'debug.console' ? message.entries : []));
  }

  /** What the program wrote, once it holds these words. */
  output(words: string): Promise<string> {
    return this.page.until(() => {
      const text = this.entries()
        .filter(({ kind }) => kind === 'output')
        .map((entry) => entry.text)
        .join('');
      return text.includes(words) && text;
    }, patience);
  }
}
