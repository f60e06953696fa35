import type { Runtime } from 'node:inspector';
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import type { Inspection } from './inspection.ts';
import type { Target } from './target.ts';

const most = 500;

const namesOf = `function () {
  const names = new Set();
  for (let object = Object(this); object !== null; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) names.add(name);
  }
  return [...names].filter((name) => /^[A-Za-z_$][\\w$]*$/.test(name));
}`;

/** Names that go on with what was typed: members of what is before the dot, else what the frame sees. */
export async function complete(
  inspection: Inspection,
  usual: Target,
  { text, frameId }: Dap.CompletionsArguments,
): Promise<Dap.CompletionsResponse['body']> {
  const [, subject, prefix = ''] = /(?:([\w$.\][]+)\.)?([\w$]*)$/.exec(text) ?? [];
  const names =
    subject === undefined
      ? await visible(inspection, usual, frameId)
      : await members(inspection, usual, frameId, subject).catch(() => []);
  const found = [...new Set(names)].filter((name) => name.startsWith(prefix)).slice(0, most);
  const type: Dap.CompletionItemType = subject === undefined ? 'variable' : 'property';
  return { targets: found.map((label) => ({ label, type, length: prefix.length })) };
}

async function members(
  inspection: Inspection,
  usual: Target,
  frameId: number | undefined,
  subject: string,
): Promise<string[]> {
  const owner = frameId === undefined ? usual : inspection.frame(frameId).owner;
  const object = await inspection.ask(usual, frameId, `Object(${subject})`, true);
  return read(owner, object.objectId);
}

async function visible(inspection: Inspection, usual: Target, frameId: number | undefined): Promise<string[]> {
  if (frameId === undefined) {
    const { result } = await usual.protocol.post<Runtime.EvaluateReturnType>('Runtime.evaluate', {
      expression: 'globalThis',
    });
    return read(usual, result.objectId);
  }
  const { owner, call } = inspection.frame(frameId);
  const scopes = await Promise.all(call.scopeChain.map(({ object }) => own(owner, object.objectId ?? '')));
  return scopes.flat();
}

async function own(owner: Target, objectId: string): Promise<string[]> {
  const found = await owner.protocol.post<Runtime.GetPropertiesReturnType>('Runtime.getProperties', {
    objectId,
    ownProperties: true,
  });
  return found.result.map(({ name }) => name);
}

async function read(owner: Target, objectId: string | undefined): Promise<string[]> {
  if (objectId === undefined) return [];
  const { result } = await owner.protocol.post<Runtime.CallFunctionOnReturnType>('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: namesOf,
    returnByValue: true,
  });
  return Array.isArray(result.value) ? (result.value as string[]) : [];
}
