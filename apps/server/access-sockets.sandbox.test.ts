import { request as send } from 'node:http';
import { clientMessageSchema, encodeFrame } from '@e-code/host/contract';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { expectedOfRule, viewerMaySend } from './testing/expected.ts';
import { sample } from './testing/sample.ts';
import { startWalkStage, walkers } from './testing/stage.ts';
import type { Walker, WalkStage } from './testing/stage.ts';
import { ask } from './testing/walk.ts';

let stage: WalkStage;

beforeAll(async () => {
  stage = await startWalkStage();
});
afterAll(() => stage?.stop());

interface Message {
  type: string;
  [field: string]: unknown;
}

/** A socket as a page opens it, with all text messages that came so far. */
async function open(path: string, cookie: string | undefined) {
  const { origin } = stage.platform;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}${path}`, {
    headers: { origin, ...(cookie === undefined ? {} : { cookie }) },
  });
  const messages: Message[] = [];
  socket.on('message', (data: Buffer, binary) => {
    if (!binary) messages.push(z.looseObject({ type: z.string() }).parse(JSON.parse(String(data))));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const next = (matches: (message: Message) => boolean): Promise<Message> =>
    expect
      .poll(() => messages.find(matches), { interval: 5, timeout: 5_000 })
      .toBeDefined()
      .then(() => messages.find(matches) ?? { type: '' });
  return { socket, messages, next, closed };
}

async function whoIs(cookie: string | undefined): Promise<{ person: { id: string } }> {
  const answer = await stage.platform.request('/api/session', { cookie });
  return z.object({ person: z.object({ id: z.string() }) }).parse(await answer.json());
}

describe('every live channel', () => {
  const columnOf = {
    visitor: 'visitor',
    ended: 'visitor',
    stranger: 'stranger',
    removed: 'stranger',
    viewer: 'viewer',
    guest: 'guest',
    outsider: 'outsider',
  } as const;
  /** As whom somebody meets what does not exist: with an account as a stranger. */
  const columnOfAbsent = {
    ...columnOf,
    viewer: 'stranger',
    guest: 'outsider',
  } as const;

  it.each(walkers)('tells a %s nothing that its rule does not allow', async (walker: Walker) => {
    const { channels } = stage.platform.platform.surface;
    expect(channels.size).toBeGreaterThan(2);
    const live = await open('/api/live', await stage.cookieOf(walker));
    let id = 0;
    for (const [channel, { definition }] of channels) {
      for (const [texts, column] of [
        [stage.foreign, columnOf[walker]],
        [stage.absent, columnOfAbsent[walker]],
      ] as const) {
        id += 1;
        live.socket.send(JSON.stringify({ type: 'subscribe', id, channel, key: sample(definition.key, texts) }));
        const answer = await live.next((message) => message['id'] === id);
        const expected = expectedOfRule[definition.access]?.[column];
        expect([channel, answer.type === 'subscribed' ? 'through' : answer['code']]).toEqual([channel, expected]);
      }
    }
    live.socket.terminate();
  });

  it('closes a socket that sends what cannot be read, and keeps serving others', async () => {
    for (const text of ['{', '[]', '{"type":"subscribe"}', '{"type":"__proto__"}', '\0']) {
      const live = await open('/api/live', undefined);
      live.socket.send(text);
      expect([text, await live.closed]).toEqual([text, 4400]);
    }
    const live = await open('/api/live', undefined);
    live.socket.send(JSON.stringify({ type: 'subscribe', id: 1, channel: '__proto__', key: {} }));
    expect(await live.next(({ id }) => id === 1)).toMatchObject({ type: 'refused', code: 'not_found' });
    live.socket.terminate();
  });
});

const judgedAfter = (messages: readonly { type?: unknown }[], before: number): Promise<void> =>
  vi.waitFor(() => {
    if (!messages.slice(before).some(({ type }) => type === 'error')) throw new Error('Nothing was refused yet');
  });

describe('every message to the project host', () => {
  const texts = { named: { request: 7, terminal: 1, columns: 80, rows: 24, workingDirectory: '' }, texts: [] };

  it('is refused to a viewer unless it only looks', async () => {
    const page = await open(`/api/projects/${stage.projectId}/socket`, await stage.cookieOf('viewer'));
    await page.next(({ type }) => type === 'welcome');
    for (const option of clientMessageSchema.options) {
      const type = option.shape.type.value;
      const before = page.messages.length;
      const message = z.record(z.string(), z.unknown()).parse(sample(option, texts));
      page.socket.send(JSON.stringify({ ...message, type }));
      // The route judges the question by itself: the sample is none.
      if (type === 'ask') await judgedAfter(page.messages, before);
      // A ping is answered after what was sent before it.
      page.socket.send(JSON.stringify({ type: 'ping', request: before + 1_000 }));
      await page.next((answer) => answer.type === 'pong' && answer['request'] === before + 1_000);
      const refused = page.messages.slice(before).filter((answer) => answer.type === 'error');
      const codes = refused.map(({ error }) => z.object({ code: z.string() }).parse(error).code);
      const judged = type === 'ask' ? ['request_invalid'] : [];
      expect([type, codes]).toEqual([type, viewerMaySend[type] ? judged : ['capability_missing']]);
    }
    page.socket.send(encodeFrame({ kind: 'input', terminal: 1, payload: new TextEncoder().encode('id\n') }));
    await expect.poll(() => page.messages.filter(({ type }) => type === 'error').length).toBeGreaterThan(7);
    page.socket.terminate();
  });

  it('ends with the session and with the membership', async () => {
    const { request } = stage.platform;
    const cookie = await stage.cookieOf('viewer');
    const page = await open(`/api/projects/${stage.projectId}/socket`, cookie);
    await request('/api/session/end', { method: 'POST', json: {}, cookie });
    expect(await page.closed).toBeGreaterThan(0);
    const other = await stage.cookieOf('viewer');
    const again = await open(`/api/projects/${stage.projectId}/socket`, other);
    const { person } = await whoIs(other);
    const path = `/api/projects/${stage.projectId}/members/${person.id}`;
    await request(path, { method: 'PATCH', json: { role: 'runner' }, cookie: stage.owner.cookie });
    expect(await again.closed).toBeGreaterThan(0);
    await request(path, { method: 'PATCH', json: { role: 'viewer' }, cookie: stage.owner.cookie });
  });
});

describe('the site of previews', () => {
  const label = (projectId: string, port = 3000) => `${port}-${projectId.replace('_', '-')}.apps.localhost`;

  /** Asks a host below APPS_DOMAIN, whatever the resolver of the machine knows about it. */
  function visit(host: string, path: string, headers: Record<string, string> = {}) {
    const { port } = new URL(stage.platform.origin);
    return new Promise<{ status: number; cookie: string | undefined; text: string }>((resolve, reject) => {
      const asked = send({
        host: '127.0.0.1',
        port,
        path,
        agent: false,
        headers: { host: `${host}:${port}`, ...headers },
      });
      asked.once('error', reject);
      asked.once('response', (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.once('end', () => {
          const text = Buffer.concat(pieces).toString();
          resolve({ status: response.statusCode ?? 0, cookie: response.headers['set-cookie']?.[0], text });
        });
      });
      asked.end();
    });
  }

  async function ticketOf(walker: Walker): Promise<{ status: number; url: URL | undefined }> {
    const path = `/api/projects/${stage.projectId}/previews`;
    const json = { port: 3000, path: '/' };
    const answer = await ask(stage.platform.origin, {
      method: 'POST',
      path,
      json,
      cookie: await stage.cookieOf(walker),
    });
    return {
      status: answer.status,
      url:
        answer.status === 200 ? new URL(z.object({ url: z.string() }).parse(JSON.parse(answer.text)).url) : undefined,
    };
  }

  it('answers without a grant alike for a project that exists and for one that does not', async () => {
    const absent = `prj_${'0'.repeat(20)}`;
    const [there, nowhere] = await Promise.all([visit(label(stage.projectId), '/'), visit(label(absent), '/')]);
    expect([there.status, nowhere.status]).toEqual([401, 401]);
    expect(there.text.replaceAll(stage.projectId, '')).toBe(nowhere.text.replaceAll(absent, ''));
    for (const cookie of ['__Host-ecode_preview=x', `__Host-ecode_session=${'x'.repeat(43)}`, stage.owner.cookie])
      expect((await visit(label(stage.projectId), '/', { cookie })).status).toBe(401);
  });

  it('opens for a viewer once by each ticket, on the host it was made for, until the person is removed', async () => {
    const { url } = await ticketOf('viewer');
    const at = `${url?.pathname}${url?.search}`;
    expect((await visit(label(stage.projectId, 3001), at)).cookie).toBeUndefined();
    const { url: second } = await ticketOf('viewer');
    const opened = await visit(label(stage.projectId), `${second?.pathname}${second?.search}`);
    expect(opened.status).toBe(303);
    expect(opened.cookie).toMatch(/^__Host-.*; HttpOnly; SameSite=None.*; Secure; Partitioned/);
    expect((await visit(label(stage.projectId), `${second?.pathname}${second?.search}`)).status).toBe(401);
    const cookie = opened.cookie?.split(';')[0] ?? '';
    expect((await visit(label(stage.projectId), '/', { cookie })).status).toBe(503);
    expect((await visit(label(stage.projectId, 3001), '/', { cookie })).status).toBe(401);
    const { person } = await whoIs(await stage.cookieOf('viewer'));
    const path = `/api/projects/${stage.projectId}/members/${person.id}`;
    await stage.platform.request(path, { method: 'DELETE', cookie: stage.owner.cookie });
    const later = async (): Promise<number> => (await visit(label(stage.projectId), '/', { cookie })).status;
    await expect.poll(later, { timeout: 8_000, interval: 100 }).toBe(401);
    expect((await ticketOf('viewer')).status).toBe(404);
    expect([(await ticketOf('stranger')).status, (await ticketOf('removed')).status]).toEqual([404, 404]);
    expect([(await ticketOf('visitor')).status, (await ticketOf('ended')).status]).toEqual([401, 401]);
  });
});
