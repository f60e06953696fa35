import type { Debugger, Runtime } from 'node:inspector';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { HostError } from '../../failure.ts';
import { Handles } from './handles.ts';
import type { Target } from './target.ts';
import { describe, lengthOf, typeOf } from './values.ts';

interface Frame {
  readonly owner: Target;
  readonly call: Debugger.CallFrame;
}

interface Inside {
  readonly owner: Target;
  readonly objectId: string;
  /** Of a list, when it is one. */
  readonly length: number | undefined;
  /** What evaluates to the object; undefined for a scope. */
  readonly expression: string | undefined;
  readonly scope: { readonly call: Debugger.CallFrame; readonly number: number; readonly self: boolean } | undefined;
}

type Variables = Dap.VariablesResponse['body'] & { total: number };
type Evaluation = Runtime.EvaluateReturnType;

const scopeNames: Readonly<Record<string, string>> = {
  local: 'Local',
  closure: 'Closure',
  block: 'Block',
  catch: 'Catch',
  script: 'Script',
  module: 'Module',
  global: 'Global',
  with: 'With',
  eval: 'Eval',
};

const readList = 'function (start, count) { return this.slice(start, start + count); }';
const writeProperty = 'function (name, value) { this[name] = value; return value; }';

/** What can be seen of processes that stand still: frames, scopes, what is in them. */
export class Inspection {
  readonly #frames = new Handles<Frame>();
  readonly #insides = new Handles<Inside>();

  /** The process went on: what was seen of it does not hold any more. */
  drop(target: Target): void {
    this.#frames.drop(target);
    this.#insides.drop(target);
  }

  frame(id: number): Frame {
    return this.#frames.get(id);
  }

  stack(target: Target, start: number, count: number): Dap.StackTraceResponse['body'] {
    const calls = target.callFrames.slice(start, start + count);
    const stackFrames = calls.map((call) => {
      const { lineNumber, columnNumber = 0, scriptId } = call.location;
      const place = target.placeOf(call.location) ?? { path: '', line: lineNumber + 1, column: columnNumber };
      const name = call.functionName === '' ? '(anonymous)' : call.functionName;
      const path = place.path === '' ? (target.scripts.get(scriptId)?.url ?? '') : place.path;
      return {
        id: this.#frames.add({ owner: target, call }),
        name,
        line: place.line,
        column: place.column + 1,
        source: { path },
      };
    });
    return { stackFrames, totalFrames: target.callFrames.length };
  }

  scopes(frame: number): Dap.ScopesResponse['body'] {
    const { owner, call } = this.#frames.get(frame);
    const scopes = call.scopeChain.map(({ type, name, object }, number) => ({
      name: `${scopeNames[type] ?? type}${name === undefined || name === '' ? '' : `: ${name}`}`,
      expensive: type === 'global',
      variablesReference: this.#insides.add({
        owner,
        objectId: object.objectId ?? '',
        length: undefined,
        expression: undefined,
        scope: { call, number, self: type === 'local' },
      }),
    }));
    return { scopes };
  }

  async variables({ variablesReference, start = 0, count = 100 }: Dap.VariablesArguments): Promise<Variables> {
    const inside = this.#insides.get(variablesReference);
    if (inside.length !== undefined) return this.#list(inside, start, count);
    const all = await this.#properties(inside, inside.objectId);
    const self = inside.scope?.self === true ? inside.scope.call.this : undefined;
    if (self !== undefined && self.type !== 'undefined') all.push(this.#variable(inside.owner, 'this', self, 'this'));
    return { variables: all.slice(start, start + count), total: all.length };
  }

  async setVariable({
    variablesReference,
    name,
    value,
  }: Dap.SetVariableArguments): Promise<Dap.SetVariableResponse['body']> {
    const { owner, objectId, scope } = this.#insides.get(variablesReference);
    const call = scope?.call ?? owner.callFrames[0];
    if (call === undefined) throw new HostError('debug_moved_on');
    const given = { expression: value, callFrameId: call.callFrameId, generatePreview: true };
    const { result } = succeed(await owner.protocol.post<Evaluation>('Debugger.evaluateOnCallFrame', given));
    const newValue = toArgument(result);
    if (scope !== undefined) {
      const where = { scopeNumber: scope.number, variableName: name, callFrameId: call.callFrameId };
      await owner.protocol.post('Debugger.setVariableValue', { ...where, newValue });
    } else {
      const input = { objectId, functionDeclaration: writeProperty, arguments: [{ value: name }, newValue] };
      succeed(await owner.protocol.post<Evaluation>('Runtime.callFunctionOn', input));
    }
    const { value: shown, type, variablesReference: reference } = this.#variable(owner, name, result);
    return { value: shown, variablesReference: reference, ...(type !== undefined && { type }) };
  }

  async evaluate(
    usual: Target,
    { expression, frameId, context }: Dap.EvaluateArguments,
  ): Promise<Dap.EvaluateResponse['body']> {
    const answer = await this.ask(usual, frameId, expression, context === 'hover');
    const owner = frameId === undefined ? usual : this.#frames.get(frameId).owner;
    const { value, type, variablesReference } = this.#variable(owner, '', answer, expression);
    return { result: value, variablesReference, ...(type !== undefined && { type }) };
  }

  /** @throws HostError with the words of the exception */
  async ask(
    usual: Target,
    frameId: number | undefined,
    expression: string,
    harmless: boolean,
  ): Promise<Runtime.RemoteObject> {
    const frame = frameId === undefined ? undefined : this.#frames.get(frameId);
    const { protocol } = frame?.owner ?? usual;
    const shared = { expression, generatePreview: true, throwOnSideEffect: harmless, silent: true };
    const answer = await (frame === undefined
      ? protocol.post<Evaluation>('Runtime.evaluate', { ...shared, replMode: true, awaitPromise: true })
      : protocol.post<Evaluation>('Debugger.evaluateOnCallFrame', {
          ...shared,
          callFrameId: frame.call.callFrameId,
        }));
    return succeed(answer).result;
  }

  async #list(inside: Inside, start: number, count: number): Promise<Variables> {
    const { result } = await inside.owner.protocol.post<Evaluation>('Runtime.callFunctionOn', {
      objectId: inside.objectId,
      functionDeclaration: readList,
      arguments: [{ value: start }, { value: count }],
    });
    const part = await this.#properties(inside, result.objectId ?? '', start);
    const variables = part.filter(({ name }) => /^\d+$/.test(name));
    return { variables, total: inside.length ?? 0 };
  }

  async #properties({ owner, expression }: Inside, objectId: string, offset = 0): Promise<Dap.Variable[]> {
    const found = await owner.protocol.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', {
      objectId,
      ownProperties: true,
      generatePreview: true,
    });
    const own = found.result.flatMap(({ name, value, get }) => {
      const number = /^\d+$/.test(name);
      const shown = number ? String(Number(name) + offset) : name;
      const path = pathTo(expression, shown);
      if (value !== undefined) return [this.#variable(owner, shown, value, path)];
      return get === undefined ? [] : [{ name: shown, value: '(…)', variablesReference: 0, evaluateName: path }];
    });
    const hidden = (found.internalProperties ?? []).flatMap(({ name, value }) =>
      value === undefined ? [] : [this.#variable(owner, name, value)],
    );
    return [...own, ...hidden];
  }

  #variable(owner: Target, name: string, object: Runtime.RemoteObject, expression?: string): Dap.Variable {
    const length = lengthOf(object);
    const { objectId } = object;
    const holds = objectId !== undefined && object.type !== 'symbol';
    return {
      name,
      value: describe(object),
      type: typeOf(object),
      variablesReference: holds ? this.#insides.add({ owner, objectId, length, expression, scope: undefined }) : 0,
      ...(expression !== undefined && { evaluateName: expression }),
    };
  }
}

/** What evaluates to a member of an expression, or to a variable of a scope. */
function pathTo(expression: string | undefined, name: string): string {
  if (expression === undefined) return name;
  if (/^\d+$/.test(name)) return `${expression}[${name}]`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${expression}.${name}` : `${expression}[${JSON.stringify(name)}]`;
}

function succeed(answer: Evaluation): Evaluation {
  const { exceptionDetails } = answer;
  if (exceptionDetails === undefined) return answer;
  const words = exceptionDetails.exception?.description ?? exceptionDetails.text;
  throw new HostError('debugger_refused', { details: words.split('\n', 1)[0] ?? words });
}

function toArgument({ objectId, unserializableValue, value }: Runtime.RemoteObject): object {
  if (objectId !== undefined) return { objectId };
  return unserializableValue === undefined ? { value: value as unknown } : { unserializableValue };
}
