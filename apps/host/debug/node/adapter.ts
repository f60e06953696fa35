import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { HostError } from '../../failure.ts';
import type { Adapter, AdapterGround, Command, Events, Requests } from '../adapter.ts';
import { findCompiled } from './compiled-files.ts';
import { complete } from './completions.ts';
import { Inspection } from './inspection.ts';
import type { Script } from './source-files.ts';
import { type PauseOn, Target, type Wanted } from './target.ts';

const bootloader = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './bootloader.ts' : './node-bootloader.cjs', import.meta.url),
);

const pauseOn: Readonly<Record<string, PauseOn>> = { uncaught: 'uncaught', all: 'all' };

type Work = { [Name in Command]: (input: Requests[Name][0]) => Promise<Requests[Name][1]> };

/**
 * A debug adapter for Node: every Node process that the project's command starts comes to its socket (see the bootloader)
 * and is a thread here. Requests of the Debug Adapter Protocol become those of the Chrome DevTools protocol.
 */
export class NodeAdapter implements Adapter {
  readonly name = 'node';
  readonly environment: Record<string, string>;
  readonly #server: Server;
  readonly #events: Events;
  readonly #targets = new Map<number, Target>();
  readonly #inspection = new Inspection();
  readonly #wanted = new Map<string, Wanted[]>();
  readonly #configured = Promise.withResolvers<void>();
  readonly #root: string;
  #compiled: Promise<Script[]> | undefined;
  #pauseOn: PauseOn = 'none';
  #lastThread = 0;
  #lastBreakpoint = 0;
  #initialized = false;

  private constructor(socket: string, { root, environment, events }: AdapterGround) {
    this.#root = root;
    this.#events = events;
    this.#server = createServer((stream) => this.#welcome(stream));
    const options = [environment['NODE_OPTIONS'], `--require ${JSON.stringify(bootloader)}`];
    this.environment = { ECODE_DEBUG_NODE: socket, NODE_OPTIONS: options.filter(Boolean).join(' ') };
  }

  static async start(ground: AdapterGround): Promise<NodeAdapter> {
    const socket = join(ground.folder, 'socket');
    await mkdir(ground.folder, { recursive: true });
    await rm(socket, { force: true });
    const adapter = new NodeAdapter(socket, ground);
    await new Promise<void>((resolve, reject) => {
      adapter.#server.once('error', reject).listen(socket, resolve);
    });
    return adapter;
  }

  request<Name extends Command>(command: Name, input: Requests[Name][0]): Promise<Requests[Name][1]> {
    return this.#work[command](input);
  }

  close(): void {
    this.#server.close();
    for (const target of this.#targets.values()) target.protocol.close();
  }

  #welcome(stream: Socket): void {
    this.#lastThread += 1;
    const target = new Target(this.#lastThread, stream, {
      hello: () => void this.#start(target).catch(() => target.protocol.close()),
      paused: (_target, stopped) => this.#events.stopped({ ...stopped, threadId: target.id }),
      resumed: () => {
        this.#inspection.drop(target);
        this.#events.continued({ threadId: target.id });
      },
      resolved: (id, line) => this.#events.breakpoint({ reason: 'changed', breakpoint: { id, verified: true, line } }),
      closed: () => {
        this.#inspection.drop(target);
        if (this.#targets.delete(target.id)) this.#events.thread();
      },
    });
  }

  async #start(target: Target): Promise<void> {
    this.#targets.set(target.id, target);
    if (!this.#initialized) this.#events.initialized();
    this.#initialized = true;
    await this.#configured.promise;
    this.#compiled ??= findCompiled(this.#root);
    await target.start(this.#wanted, this.#pauseOn, await this.#compiled);
    this.#events.thread();
  }

  readonly #work: Work = {
    setBreakpoints: (input) => this.#setBreakpoints(input),
    setExceptionBreakpoints: async ({ filters }) => {
      this.#pauseOn = pauseOn[filters[0] ?? ''] ?? 'none';
      await Promise.all(this.#started().map((target) => target.pauseOn(this.#pauseOn)));
    },
    configurationDone: async () => this.#configured.resolve(),
    threads: async () => ({ threads: [...this.#targets.values()].map(({ id, name }) => ({ id, name })) }),
    stackTrace: async ({ threadId, startFrame, levels }) =>
      this.#inspection.stack(this.#target(threadId), startFrame ?? 0, levels ?? 20),
    scopes: async ({ frameId }) => this.#inspection.scopes(frameId),
    variables: (input) => this.#inspection.variables(input),
    setVariable: (input) => this.#inspection.setVariable(input),
    evaluate: (input) => this.#inspection.evaluate(this.#anyTarget(), input),
    completions: (input) => complete(this.#inspection, this.#anyTarget(), input),
    continue: ({ threadId }) => this.#target(threadId).protocol.post('Debugger.resume'),
    pause: ({ threadId }) => this.#target(threadId).pause(),
    next: ({ threadId }) => this.#target(threadId).step('stepOver'),
    stepIn: ({ threadId }) => this.#target(threadId).step('stepInto'),
    stepOut: ({ threadId }) => this.#target(threadId).step('stepOut'),
  };

  async #setBreakpoints(input: Dap.SetBreakpointsArguments): Promise<Dap.SetBreakpointsResponse['body']> {
    const path = input.source.path ?? '';
    const wanted = (input.breakpoints ?? []).map((breakpoint) => ({ ...breakpoint, id: (this.#lastBreakpoint += 1) }));
    this.#wanted.set(path, wanted);
    const lines = new Map<number, number>();
    for (const target of this.#started()) {
      for (const [id, line] of await target.setBreakpoints(path, this.#wanted)) lines.set(id, line);
    }
    const breakpoints = wanted.map(({ id }) => {
      const line = lines.get(id);
      return { id, verified: line !== undefined, ...(line !== undefined && { line }) };
    });
    return { breakpoints };
  }

  /** Those that have begun: the others are told of everything when they do. */
  #started(): Target[] {
    return [...this.#targets.values()].filter(({ started }) => started);
  }

  #target(thread: number): Target {
    const target = this.#targets.get(thread);
    if (target === undefined) throw new HostError('debug_moved_on');
    return target;
  }

  #anyTarget(): Target {
    const [first] = this.#targets.values();
    if (first === undefined) throw new HostError('debug_absent');
    return first;
  }
}
