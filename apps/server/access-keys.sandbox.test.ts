import { scope } from '@e-code/api-keys/contract';
import type { Scope } from '@e-code/api-keys/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { needAt, needOfStep, refusalOf } from './testing/expected-of-keys.ts';
import type { KeyNeed, WalkingKey } from './testing/expected-of-keys.ts';
import { sample } from './testing/sample.ts';
import { startWalkStage } from './testing/stage.ts';
import type { WalkStage } from './testing/stage.ts';
import { ask, fillPlaces, listSteps } from './testing/walk.ts';
import type { Answer, Step } from './testing/walk.ts';

// The owner's keys must not do more than they say, so they are walked where a cookie of the owner would do everything.

const all = [...scope.options];
const walkers = {
  narrow: { scopes: ['account:read'], limited: false },
  reader: { scopes: ['project:read'], limited: false },
  elsewhere: { scopes: all, limited: true },
  whole: { scopes: all, limited: false },
} satisfies Record<string, WalkingKey>;
type KeyWalker = keyof typeof walkers;

let stage: WalkStage;
let steps: Step[];
let secrets: Record<KeyWalker | 'revoked', string>;

beforeAll(async () => {
  stage = await startWalkStage();
  steps = listSteps(stage.platform.platform.surface);
  const other = await asOwner('POST', '/projects', { name: 'Elsewhere', template: 'blank' }, shapes.project);
  const revoked = await makeKey({ scopes: all });
  await asOwner('DELETE', `/api-keys/${revoked.apiKey.id}`, {}, z.unknown());
  secrets = {
    narrow: (await makeKey(walkers.narrow)).secret,
    reader: (await makeKey(walkers.reader)).secret,
    elsewhere: (await makeKey({ scopes: all, projectIds: [other.id] })).secret,
    whole: (await makeKey(walkers.whole)).secret,
    revoked: revoked.secret,
  };
});
afterAll(() => stage?.stop());

const shapes = {
  project: z.object({ id: z.string() }),
  made: z.object({ apiKey: z.object({ id: z.string() }), secret: z.string() }),
};

async function asOwner<Shape extends z.ZodType>(method: string, path: string, json: unknown, shape: Shape) {
  const answer = await stage.platform.request(`/api${path}`, { method, json, cookie: stage.owner.cookie });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return shape.parse(await answer.json());
}

function makeKey({ scopes, projectIds }: { scopes: readonly Scope[]; projectIds?: string[] }) {
  const json = { name: 'Walker', scopes, expiresInDays: 1, ...(projectIds && { projectIds }) };
  return asOwner('POST', '/api-keys', json, shapes.made);
}

function askWith(walker: keyof typeof secrets, step: Step, texts = stage.foreign): Promise<Answer> {
  const headers = { authorization: `Bearer ${secrets[walker]}` };
  return ask(stage.platform.origin, { ...step.ask(texts), headers });
}

const statusOf: Record<string, number> = { not_found: 404 };
const refusals = ['token_not_accepted', 'token_scope_missing', 'token_limited', 'token_unknown'];

/** What is wrong with how a key was refused. Answers to HEAD have no code. */
function wrongRefusal({ status, code }: Answer, step: Step, expected: string): string[] {
  const isHead = step.name.startsWith('host HEAD');
  if (status === (statusOf[expected] ?? 403) && (isHead || code === expected)) return [];
  return [`${step.name} (${step.rule}): expected ${expected}, was ${status} ${code}`];
}

async function walk(walker: KeyWalker, step: Step): Promise<string[]> {
  const expected = refusalOf(walkers[walker], needOfStep(step));
  // What the owner's key lets through is done as the owner: where it would change something, the refusals are enough.
  const changes = !step.name.startsWith('host HEAD') && step.ask(stage.foreign).method !== 'GET';
  if (expected === undefined && changes) return [];
  const answer = await askWith(walker, step);
  if (expected === undefined)
    return refusals.includes(answer.code ?? '') ? [`${step.name} (${step.rule}): refused with ${answer.code}`] : [];
  const problems = wrongRefusal(answer, step, expected);
  if (expected !== 'not_found') return problems;
  const absent = await askWith(walker, step, stage.absent);
  return absent.text === answer.text ? problems : [...problems, `${step.name}: differs from what is absent`];
}

describe('every address of the product', () => {
  it.each(Object.keys(walkers) as KeyWalker[])(
    'gives a key that is %s no more than it says',
    async (walker) => {
      const rows = async () => (await stage.rowsOfOwner()).filter((row) => !row.startsWith('api_keys.keys'));
      const before = await rows();
      const problems: string[] = [];
      for (const step of steps) problems.push(...(await walk(walker, step)));
      expect(problems).toEqual([]);
      expect((await rows()).filter((row) => before.includes(row))).toEqual(before);
    },
    120_000,
  );

  it('refuses a key that was revoked, also where everybody may enter', async () => {
    for (const step of steps) {
      const { status, code } = await askWith('revoked', step);
      const isHead = step.name.startsWith('host HEAD');
      expect([step.name, status, isHead || code]).toEqual([step.name, 401, isHead || 'token_unknown']);
    }
  });

  it('refuses every key where a fresh proof is asked for, and wherever keys themselves are made', () => {
    const { endpoints, doors } = stage.platform.platform.surface;
    const fresh = [...endpoints, ...doors].filter(({ rule }) => rule.says.includes('proof of identity'));
    expect(fresh.length).toBeGreaterThan(10);
    expect(fresh.filter(({ rule }) => rule.token !== undefined)).toEqual([]);
    const own = endpoints.filter(({ name }) => name.startsWith('api_keys.'));
    expect(own.length).toBeGreaterThan(3);
    expect(own.filter(({ rule }) => rule.token !== undefined)).toEqual([]);
  });
});

describe('the socket of a project', () => {
  it('does not let a key beyond its scopes, though its person may do everything there', async () => {
    const path = `/api/projects/${stage.projectId}/socket`;
    const opening = { type: 'terminal.open', request: 7, columns: 80, rows: 24, workingDirectory: '' };
    const seen = await Promise.all(
      (['reader', 'whole'] as const).map(async (walker) => {
        const opened = await open(path, secrets[walker]);
        if (!('socket' in opened)) throw new Error(`The socket was refused: ${opened.code}`);
        await opened.message(({ type }) => type === 'welcome');
        opened.socket.send(JSON.stringify(opening));
        const { error, type } = await opened.message((message) => message['request'] === 7);
        opened.socket.terminate();
        return error === undefined ? type : z.object({ code: z.string() }).parse(error).code;
      }),
    );
    expect(seen[0]).toBe('capability_missing');
    expect(seen[1]).not.toBe('capability_missing');
  });
});

describe('the description of the API', () => {
  it('says of every address which scope a key needs', async () => {
    const answer = await stage.platform.request('/api/openapi.json');
    const { components, paths } = description.parse(await answer.json());
    expect(Object.keys(components.securitySchemes)).toEqual(['apiKey', 'apiKeyAsPassword', 'session']);
    for (const { name, procedure, rule } of stage.platform.platform.surface.endpoints) {
      const { route, meta } = procedure['~orpc'];
      const need = needAt(String((meta as { access?: string }).access));
      const told = paths[route.path ?? '']?.[(route.method ?? 'POST').toLowerCase()]?.security;
      expect([name, rule.says, told]).toEqual([name, rule.says, securityAt(need)]);
    }
  });
});

function securityAt(need: KeyNeed): Record<string, string[]>[] {
  const session = { session: [] };
  if (need === 'always') return [];
  if (need === 'never' || need === 'absent') return [session];
  return [{ apiKey: [need.scope] }, { apiKeyAsPassword: [need.scope] }, session];
}

const description = z.object({
  components: z.object({ securitySchemes: z.record(z.string(), z.unknown()) }),
  paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()).optional() }))),
});

describe('every socket and live channel', () => {
  it.each(Object.keys(walkers) as KeyWalker[])('gives a key that is %s no more than it says', async (walker) => {
    const { sockets, channels } = stage.platform.platform.surface;
    for (const { path, access } of sockets) {
      const expected = refusalOf(walkers[walker], needAt(access));
      const seen = await open(fillPlaces(path, stage.foreign), secrets[walker]);
      expectRefusal(path, 'code' in seen ? seen.code : undefined, expected);
      if ('socket' in seen) seen.socket.terminate();
    }
    const live = await open('/api/live', secrets[walker]);
    if (!('socket' in live)) throw new Error(`The live socket was refused: ${live.code}`);
    let id = 0;
    for (const [channel, { definition }] of channels) {
      id += 1;
      live.socket.send(JSON.stringify({ type: 'subscribe', id, channel, key: sample(definition.key, stage.foreign) }));
      const expected = refusalOf(walkers[walker], needAt(definition.access));
      const answer = await live.answer(id);
      expectRefusal(channel, answer.type === 'refused' ? answer.code : undefined, expected);
    }
    live.socket.terminate();
  });
});

/** What comes of a key that is let in is decided by its person's rights. */
function expectRefusal(what: string, code: string | undefined, expected: string | undefined): void {
  const seen = expected === undefined && !refusals.includes(code ?? '') ? undefined : code;
  expect([what, seen]).toEqual([what, expected]);
}

interface OpenSocket {
  socket: WebSocket;
  /** What the server said to the subscription of this number. */
  answer(id: number): Promise<Message>;
  /** The first message that is looked for; waits until it is there. */
  message(matches: (message: Message) => boolean): Promise<Message>;
}

const messageSchema = z.looseObject({ type: z.string(), code: z.string().optional() });
type Message = z.output<typeof messageSchema>;

/** A socket as a program opens it, with a key and no origin; or the code with which it was refused. */
async function open(path: string, secret: string): Promise<{ code: string } | OpenSocket> {
  const address = `${stage.platform.origin.replace('http', 'ws')}${path}`;
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${secret}` } });
  const messages: Message[] = [];
  socket.on('message', (data: Buffer, binary) => {
    if (!binary) messages.push(messageSchema.parse(JSON.parse(String(data))));
  });
  const code = await new Promise<string | undefined>((resolve, reject) => {
    socket.once('open', () => resolve(undefined));
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += String(piece)));
      response.once('end', () => resolve(z.object({ code: z.string() }).parse(JSON.parse(text)).code));
    });
  });
  if (code !== undefined) return { code };
  const message = async (matches: (one: Message) => boolean): Promise<Message> => {
    await expect.poll(() => messages.some(matches), { interval: 5, timeout: 10_000 }).toBe(true);
    return messages.find(matches) ?? { type: '' };
  };
  return { socket, message, answer: (id) => message((one) => one['id'] === id) };
}
