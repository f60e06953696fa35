import type { Debugger, Runtime } from 'node:inspector';
import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { conditionOf } from './conditions.ts';
import { Protocol } from './protocol.ts';
import { generatedPlace, originalPlace, type Script, toScript } from './source-files.ts';

export type PauseOn = 'none' | 'uncaught' | 'all';

/** A breakpoint that somebody wants, by the id that the session knows. */
export interface Wanted extends Dap.SourceBreakpoint {
  readonly id: number;
}

export interface TargetEvents {
  readonly hello: (target: Target) => void;
  readonly paused: (target: Target, stopped: Omit<Dap.StoppedEvent['body'], 'threadId'>) => void;
  readonly resumed: (target: Target) => void;
  readonly resolved: (id: number, line: number) => void;
  readonly closed: (target: Target) => void;
}

/** Lines count from 1, columns from 0. */
interface EnginePlace {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Code that is stepped over: nobody means Node's own. */
const notTheirs = ['^node:', '/node-bootloader\\.cjs$', '/debug/node/bootloader\\.ts$'];
const frames = 200;

/** One process that is debugged. */
export class Target {
  readonly id: number;
  readonly protocol: Protocol;
  readonly scripts = new Map<string, Script>();
  name = 'node';
  started = false;
  /** Empty while it runs. */
  callFrames: readonly Debugger.CallFrame[] = [];
  readonly #events: TargetEvents;
  /** The engine's breakpoints by file, and the session's that they are for. */
  readonly #set = new Map<string, Map<string, number>>();
  #compiled: readonly Script[] = [];
  #wanted: ReadonlyMap<string, readonly Wanted[]> = new Map();
  #moving: 'step' | 'pause' | undefined;
  /** Breakpoints of scripts that were just parsed are being set. */
  #settling: Promise<unknown> = Promise.resolve();

  constructor(id: number, socket: Socket, events: TargetEvents) {
    this.id = id;
    this.#events = events;
    this.protocol = new Protocol(socket, (method, params) => this.#told(method, params));
    socket.once('close', () => events.closed(this));
  }

  /** Gets ready, sets the breakpoints and lets the program begin. */
  async start(
    wanted: ReadonlyMap<string, readonly Wanted[]>,
    pauseOn: PauseOn,
    compiled: readonly Script[],
  ): Promise<void> {
    const { protocol } = this;
    this.#compiled = compiled;
    this.started = true;
    await protocol.post('Debugger.enable', { maxScriptsCacheSize: 0 });
    await protocol.post('Debugger.setBlackboxPatterns', { patterns: notTheirs });
    await protocol.post('Debugger.setInstrumentationBreakpoint', {
      instrumentation: 'beforeScriptWithSourceMapExecution',
    });
    await this.pauseOn(pauseOn);
    for (const path of wanted.keys()) await this.setBreakpoints(path, wanted);
    protocol.begin();
  }

  pauseOn(state: PauseOn): Promise<unknown> {
    return this.protocol.post('Debugger.setPauseOnExceptions', { state });
  }

  /** Brings a file's breakpoints up to date. Answers the lines that the engine knows already, by breakpoint. */
  async setBreakpoints(path: string, wanted: ReadonlyMap<string, readonly Wanted[]>): Promise<Map<number, number>> {
    this.#wanted = wanted;
    for (const id of this.#set.get(path)?.keys() ?? []) {
      await this.protocol.post('Debugger.removeBreakpoint', { breakpointId: id }).catch(() => undefined);
    }
    this.#set.delete(path);
    const lines = new Map<number, number>();
    for (const breakpoint of wanted.get(path) ?? []) {
      for (const place of this.#placesOf(path, breakpoint.line)) {
        const line = await this.#setAt(path, place, breakpoint);
        if (line !== undefined) lines.set(breakpoint.id, line);
      }
    }
    return lines;
  }

  step(method: 'stepOver' | 'stepInto' | 'stepOut'): Promise<unknown> {
    this.#moving = 'step';
    return this.protocol.post(`Debugger.${method}`);
  }

  pause(): Promise<unknown> {
    this.#moving = 'pause';
    return this.protocol.post('Debugger.pause');
  }

  /** Where a line can run: in the file itself, and in the scripts that were made of it, loaded or not. */
  #placesOf(path: string, line: number): EnginePlace[] {
    const all = [...this.#compiled, ...this.scripts.values()].filter(({ map }) => map?.sources.includes(path) === true);
    const scripts = new Map(all.map((script) => [script.url, script]));
    const places = [...scripts.values()].flatMap((script) => {
      const at = generatedPlace(script, path, line);
      return at === undefined ? [] : [{ url: script.url, ...at }];
    });
    const own = pathToFileURL(path).href;
    return scripts.has(own) ? places : [...places, { url: own, line, column: 0 }];
  }

  /** The line that the engine took, when it has the script already. */
  async #setAt(path: string, { url, line, column }: EnginePlace, wanted: Wanted): Promise<number | undefined> {
    const { breakpointId, locations } = await this.protocol.post<Debugger.SetBreakpointByUrlReturnType>(
      'Debugger.setBreakpointByUrl',
      { url, lineNumber: line - 1, columnNumber: column, condition: conditionOf(wanted) },
    );
    const known = this.#set.get(path) ?? new Map<string, number>();
    this.#set.set(path, known.set(breakpointId, wanted.id));
    const [first] = locations;
    return first && this.placeOf(first)?.line;
  }

  placeOf({ scriptId, lineNumber, columnNumber = 0 }: Debugger.Location): ReturnType<typeof originalPlace> {
    const script = this.scripts.get(scriptId);
    return script && originalPlace(script, lineNumber + 1, columnNumber);
  }

  #told(method: string, params: unknown): void {
    if (method === 'hello') this.#greet(params as { pid: number; words: string[] });
    if (method === 'Debugger.scriptParsed') this.#parsed(params as Debugger.ScriptParsedEventDataType);
    if (method === 'Debugger.breakpointResolved') this.#resolved(params as Debugger.BreakpointResolvedEventDataType);
    if (method === 'Debugger.paused') this.#paused(params as Debugger.PausedEventDataType);
    if (method === 'Debugger.resumed') {
      if (this.callFrames.length === 0) return;
      this.callFrames = [];
      this.#events.resumed(this);
    }
  }

  #greet({ pid, words }: { pid: number; words: string[] }): void {
    this.name = `${basename(words[0] ?? 'node')} (${pid})`;
    this.#events.hello(this);
  }

  #parsed(parsed: Debugger.ScriptParsedEventDataType): void {
    const script = toScript(parsed);
    this.scripts.set(script.id, script);
    // What was found beside its map before has its breakpoints.
    if (script.map === undefined || this.#compiled.some(({ url }) => url === script.url)) return;
    for (const path of script.map.sources) {
      if (path === null || !this.#wanted.has(path)) continue;
      this.#settling = this.#settling.then(() => this.setBreakpoints(path, this.#wanted)).catch(() => undefined);
    }
  }

  #resolved({ breakpointId, location }: Debugger.BreakpointResolvedEventDataType): void {
    const id = [...this.#set.values()].map((known) => known.get(breakpointId)).find((found) => found !== undefined);
    const place = this.placeOf(location);
    if (id !== undefined && place !== undefined) this.#events.resolved(id, place.line);
  }

  #paused({ reason, callFrames, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    // Before the first line of a script that has a map: it goes on when the breakpoints in it are set.
    if (reason === 'instrumentation') return void this.#goOnWhenSet();
    this.callFrames = callFrames.slice(0, frames);
    const moving = this.#moving;
    this.#moving = undefined;
    this.#events.paused(this, whyStopped(reason, hitBreakpoints, moving, data as Runtime.RemoteObject | undefined));
  }

  async #goOnWhenSet(): Promise<void> {
    await this.#settling;
    await this.protocol.post('Debugger.resume').catch(() => undefined);
  }
}

function whyStopped(
  reason: string,
  hit: readonly string[],
  moving: 'step' | 'pause' | undefined,
  data: Runtime.RemoteObject | undefined,
): Omit<Dap.StoppedEvent['body'], 'threadId'> {
  if (reason === 'exception' || reason === 'promiseRejection') {
    const words = data?.description ?? String(data?.value ?? '');
    return { reason: 'exception', text: words.split('\n    at ', 1)[0] ?? words };
  }
  if (hit.length > 0) return { reason: 'breakpoint' };
  return { reason: moving ?? 'statement' };
}
