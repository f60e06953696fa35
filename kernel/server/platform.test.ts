import { sql as query } from 'drizzle-orm';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channel, defineErrors, endpoint, event } from '@e-code/kernel/contract';
import { rule, signedIn, anyone } from './access/rule.ts';
import type { Actor } from './access/actor.ts';
import { defineFeature } from './feature.ts';
import type { ServerFeature } from './feature.ts';
import { publish } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { subscription } from './outbox/relay.ts';
import { startTestPlatform } from './testing/index.ts';
import type { TestPlatform } from './testing/index.ts';

const errors = defineErrors({
  note_full: { status: 409, message: 'There are {count} notes already.', data: z.object({ count: z.number() }) },
});
const noteAdded = event('notes.added', z.object({ text: z.string() }));
const notesChannel = channel({
  name: 'notes.list',
  key: z.object({ owner: z.string() }),
  message: z.object({ text: z.string() }),
  access: 'notes.listen',
});
const contract = {
  add: endpoint({
    method: 'POST',
    path: '/notes',
    summary: 'Adds a note',
    access: 'notes.write',
    input: z.object({ text: z.string().min(1), fail: z.boolean().default(false) }),
    output: z.object({ by: z.string() }),
    errors: errors.definitions,
  }),
  list: endpoint({
    method: 'GET',
    path: '/notes',
    summary: 'Lists notes',
    access: 'notes.read',
    input: z.object({ limit: z.coerce.number().int().max(10).default(5) }),
    output: z.array(z.string()),
  }),
  secret: endpoint({
    method: 'GET',
    path: '/notes/{owner}/secret',
    summary: 'Reads what only its owner may see',
    access: 'notes.own',
    input: z.object({ owner: z.string() }),
    output: z.string(),
  }),
};

/** A small feature that uses everything the kernel offers. Visitors say who they are with a header. */
function createNotes(kernel: Kernel): ServerFeature {
  return defineFeature({
    name: 'notes',
    contract,
    handlers: {
      async add({ input, actor, sql, emit }) {
        await sql.execute(query`CREATE TABLE IF NOT EXISTS notes (text text)`);
        await sql.execute(query`INSERT INTO notes VALUES (${input.text})`);
        await emit(noteAdded, { text: input.text });
        if (input.fail) throw errors.note_full({ count: 3 });
        return { by: actor.kind === 'person' ? actor.id : 'nobody' };
      },
      async list({ input, sql }) {
        const { rows } = await sql.execute<{ text: string }>(query`SELECT text FROM notes LIMIT ${input.limit}`);
        return rows.map((row) => row.text);
      },
      secret: () => 'the secret',
    },
    access: {
      'notes.write': signedIn(),
      'notes.read': anyone('notes are public here'),
      'notes.own': rule({
        says: 'The owner of the notes',
        fields: z.object({ owner: z.string() }),
        decide: ({ person, input }) => (person.id === input.owner ? { kind: 'allow' } : { kind: 'not_found' }),
      }),
      'notes.listen': rule({
        says: 'The owner of the notes',
        fields: z.object({ owner: z.string() }),
        decide: ({ person, input }) => (person.id === input.owner ? { kind: 'allow' } : { kind: 'not_found' }),
      }),
    },
    channels: [notesChannel],
    subscriptions: [
      subscription('notes.tell', noteAdded, ({ payload, actor }, { afterCommit }) => {
        afterCommit(() => publish(kernel, notesChannel, { owner: actor.id ?? '' }, payload));
      }),
    ],
    async identify(request) {
      const origin = { address: '127.0.0.1', agent: 'test' };
      const id = request.headers['x-test-person'] ?? new URL(request.url ?? '/', 'http://x').searchParams.get('person');
      const person: Actor = {
        kind: 'person',
        id: String(id),
        name: String(id),
        operator: false,
        sessionId: `session-of-${String(id)}`,
        authenticatedAt: new Date(),
        origin,
      };
      return id === null ? { kind: 'anonymous', origin } : person;
    },
  });
}

let test: TestPlatform;
beforeAll(async () => {
  test = await startTestPlatform((kernel) => [createNotes(kernel)]);
});
afterAll(() => test.stop());

const ana = { 'x-test-person': 'ana' };

function listen(path: string, headers: Record<string, string> = { origin: test.origin }): WebSocket {
  return new WebSocket(`${test.origin.replace('http', 'ws')}${path}`, { headers });
}

async function nextMessage(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(JSON.parse(String(data)))));
}

describe('an endpoint', () => {
  it('refuses a visitor before it looks at the input', async () => {
    const answer = await test.request('/api/notes', { method: 'POST', json: {} });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  });

  it('names the fields that cannot be accepted', async () => {
    const answer = await test.request('/api/notes', { method: 'POST', json: { text: '' }, headers: ana });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_input', data: { issues: [{ path: 'text' }] } });
  });

  it('keeps nothing of a call that failed, and says why in words', async () => {
    await test.request('/api/notes', { method: 'POST', json: { text: 'kept' }, headers: ana });
    const answer = await test.request('/api/notes', {
      method: 'POST',
      json: { text: 'lost', fail: true },
      headers: ana,
    });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'note_full', message: 'There are 3 notes already.' });
    expect(await (await test.request('/api/notes')).json()).toEqual(['kept']);
  });

  it('looks absent to people who may not know of it', async () => {
    const answer = await test.request('/api/notes/ana/secret', { headers: { 'x-test-person': 'ben' } });
    expect(answer.status).toBe(404);
    expect(await (await test.request('/api/notes/ana/secret', { headers: ana })).json()).toBe('the secret');
  });

  it('answers an unknown address like an absent thing', async () => {
    expect((await test.request('/api/nothing')).status).toBe(404);
  });
});

describe('the description of the API', () => {
  it('is OpenAPI 3.1 with every endpoint, its input and its failures', async () => {
    const document = (await (await test.request('/api/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: object }>>;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths).toSorted()).toEqual(['/notes', '/notes/{owner}/secret']);
    expect(Object.keys(document.paths['/notes']?.['post']?.responses ?? {})).toContain('409');
    expect(await (await test.request('/api/docs')).text()).toContain('POST /api/notes');
  });
});

describe('another site', () => {
  it('cannot cause a change, whatever it sends', async () => {
    const attempts: Record<string, string>[] = [
      { 'x-ecode-csrf': '', origin: 'https://evil.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of attempts) {
      const answer = await test.request('/api/notes', {
        method: 'POST',
        json: { text: 'forged' },
        headers: { ...ana, ...headers },
      });
      expect([headers, answer.status]).toEqual([headers, 403]);
    }
  });

  it('cannot send a plain form, which carries no header of ours', async () => {
    const answer = await fetch(`${test.origin}/api/notes`, { method: 'POST', body: 'text=forged', headers: ana });
    expect(answer.status).toBe(403);
  });

  it('cannot open a socket', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://3000-prj.apps.localhost']) {
      const socket = listen('/api/live?person=ana', { origin });
      const status = await new Promise((resolve) => {
        socket.on('error', () => undefined);
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      });
      expect([origin, status]).toEqual([origin, 403]);
    }
  });

  it('gets no answer under a host name that is not ours', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(test.origin, { headers: { host: 'rebound.example' } }, (answer) => resolve(answer.statusCode)).end();
    });
    expect(status).toBe(421);
  });
});

describe('a live channel', () => {
  it('tells a committed fact to the one who may listen', async () => {
    const socket = listen('/api/live?person=ana');
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, channel: 'notes.list', key: { owner: 'ana' } }));
    expect(await nextMessage(socket)).toEqual({ type: 'subscribed', id: 1 });
    await test.request('/api/notes', { method: 'POST', json: { text: 'live' }, headers: ana });
    expect(await nextMessage(socket)).toEqual({ type: 'event', id: 1, sequence: 1, event: { text: 'live' } });
    socket.close();
  });

  it('refuses a foreign key and an unknown channel alike', async () => {
    const socket = listen('/api/live?person=ben');
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send(JSON.stringify({ type: 'subscribe', id: 1, channel: 'notes.list', key: { owner: 'ana' } }));
    expect(await nextMessage(socket)).toMatchObject({ type: 'refused', id: 1, code: 'not_found' });
    socket.send(JSON.stringify({ type: 'subscribe', id: 2, channel: 'nothing', key: {} }));
    expect(await nextMessage(socket)).toMatchObject({ type: 'refused', id: 2, code: 'not_found' });
    socket.close();
  });

  it('ends with the session', async () => {
    const socket = listen('/api/live?person=ana');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    expect(test.kernel.connections.endSession('session-of-ana', 'signed out')).toBeGreaterThan(0);
    expect(await closed).toBe(4001);
  });
});
