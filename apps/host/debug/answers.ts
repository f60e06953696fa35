import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { DebugValue } from '../contract/debug.ts';
import type { ParsedInput, RouteAnswer } from '../contract/index.ts';
import { HostError } from '../failure.ts';
import type { Command, Requests } from './adapter.ts';
import type { SetBreakpoint } from './breakpoints.ts';
import { relativePath } from './places.ts';

type Ask = <Name extends Command>(command: Name, input: Requests[Name][0]) => Promise<Requests[Name][1]>;

/** What a debugger said of a breakpoint. */
interface Known {
  readonly verified: boolean;
  readonly line: number | undefined;
  readonly message: string | undefined;
}

/** A session's answers in the words of the host's contract. */
export class Answers {
  readonly #root: string;
  readonly #ask: Ask;
  /** The debugger's ids of breakpoints, and ours. */
  readonly #ids = new Map<number, number>();
  readonly #known = new Map<number, Known>();

  constructor({ root }: { root: string }, ask: Ask) {
    this.#root = root;
    this.#ask = ask;
  }

  /** What the debugger made of breakpoints that it was sent. */
  known(sent: readonly SetBreakpoint[], answered: readonly Dap.Breakpoint[]): void {
    sent.forEach(({ id }, index) => {
      const answer = answered[index];
      if (answer === undefined) return;
      if (answer.id !== undefined) this.#ids.set(answer.id, id);
      this.#known.set(id, toKnown(answer));
    });
  }

  resolved(breakpoint: Dap.Breakpoint): void {
    const id = this.#ids.get(breakpoint.id ?? -1);
    if (id !== undefined) this.#known.set(id, toKnown(breakpoint));
  }

  of(id: number): Known | undefined {
    return this.#known.get(id);
  }

  async stack({ thread, start, count }: ParsedInput<'debug.stack'>): Promise<RouteAnswer<'debug.stack'>> {
    const input = { threadId: thread, startFrame: start, levels: count };
    const { stackFrames, totalFrames } = await this.#ask('stackTrace', input);
    const frames = stackFrames.map(({ id, name, source, line, column }) => {
      const path = relativePath(this.#root, source?.path);
      return { id, name, path, source: path ?? source?.path ?? source?.name ?? '', line, column };
    });
    return { frames, total: Math.max(totalFrames ?? 0, start + frames.length) };
  }

  async scopes(frameId: number): Promise<RouteAnswer<'debug.scopes'>> {
    const { scopes } = await this.#ask('scopes', { frameId });
    return {
      scopes: scopes.map(({ name, variablesReference, expensive }) => ({
        name,
        inside: variablesReference,
        expensive,
      })),
    };
  }

  async variables({ inside, start, count }: ParsedInput<'debug.variables'>): Promise<RouteAnswer<'debug.variables'>> {
    const answer = await this.#ask('variables', { variablesReference: inside, start, count });
    // An adapter that knows no parts answers with everything.
    const whole = answer.total === undefined;
    const part = whole ? answer.variables.slice(start, start + count) : answer.variables;
    const variables = part.map(({ name, value, type, evaluateName, variablesReference }) => ({
      name,
      value,
      inside: variablesReference,
      ...(type !== undefined && type !== '' && { type }),
      ...(evaluateName !== undefined && { expression: evaluateName }),
    }));
    return { variables, total: answer.total ?? answer.variables.length };
  }

  async setVariable({
    inside,
    name,
    value,
  }: ParsedInput<'debug.setVariable'>): Promise<RouteAnswer<'debug.setVariable'>> {
    const answer = await this.#ask('setVariable', { variablesReference: inside, name, value });
    return toValue(answer.value, answer.type, answer.variablesReference);
  }

  /** An expression that cannot be evaluated is an answer: watches meet that in every other function. */
  async evaluate({ expression, frame, why }: ParsedInput<'debug.evaluate'>): Promise<RouteAnswer<'debug.evaluate'>> {
    const context = why === 'console' ? 'repl' : why;
    const input = { expression, context, ...(frame !== undefined && { frameId: frame }) };
    try {
      const answer = await this.#ask('evaluate', input);
      return { ...toValue(answer.result, answer.type, answer.variablesReference), failed: false };
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'debugger_refused') throw error;
      return { value: error.extra.details ?? error.message, inside: 0, failed: true };
    }
  }

  async complete({ text, frame }: ParsedInput<'debug.complete'>): Promise<RouteAnswer<'debug.complete'>> {
    const input = { text, column: text.length + 1, ...(frame !== undefined && { frameId: frame }) };
    const { targets } = await this.#ask('completions', input);
    const back = targets[0]?.length ?? 0;
    return { items: targets.map(({ label, type }) => ({ label, kind: type ?? 'variable' })), back };
  }
}

const toKnown = ({ verified, line, message }: Dap.Breakpoint): Known => ({ verified, line, message });

const toValue = (value: string, type: string | undefined, inside = 0): DebugValue => ({
  value,
  inside,
  ...(type !== undefined && type !== '' && { type }),
});
