import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type RawData, type WebSocket as ServerSocket } from 'ws';
import { liveRequestSchema, type LiveRequest, type LiveResponse } from '../../contract/channel.ts';
import { LiveConnection, type LiveState } from './connection.ts';

let server: WebSocketServer;
let port = 0;
let received: LiveRequest[] = [];
let sockets: ServerSocket[] = [];
let live: LiveConnection | undefined;

function accept(socket: ServerSocket): void {
  sockets.push(socket);
  socket.on('message', (frame: RawData) => {
    if (!Buffer.isBuffer(frame)) throw new TypeError('ws gave a frame that is no Buffer');
    received.push(liveRequestSchema.parse(JSON.parse(frame.toString())));
  });
}

async function listen(): Promise<void> {
  server = new WebSocketServer({ port, host: '127.0.0.1' });
  server.on('connection', accept);
  await once(server, 'listening');
  const address = server.address();
  if (typeof address === 'object' && address) port = address.port;
}

async function stopServer(): Promise<void> {
  for (const socket of sockets) socket.terminate();
  sockets = [];
  await new Promise((resolve) => server.close(resolve));
}

const say = (message: LiveResponse) => sockets.at(-1)?.send(JSON.stringify(message));
const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 5 });

function connect(
  more: { onEnd?: (reason: string) => void; onState?: (state: LiveState) => void } = {},
): LiveConnection {
  live = new LiveConnection({ url: () => `ws://127.0.0.1:${port}`, backoff: { first: 10, longest: 40 }, ...more });
  return live;
}

beforeEach(async () => {
  port = 0;
  received = [];
  await listen();
});

afterEach(async () => {
  live?.close();
  await stopServer();
});

describe('LiveConnection', () => {
  it('subscribes and hands events on', async () => {
    const events: unknown[] = [];
    connect().subscribe('projects.list', { owner: 'ada' }, { onEvent: (event) => events.push(event) });
    await until(() =>
      expect(received).toEqual([{ type: 'subscribe', id: 1, channel: 'projects.list', key: { owner: 'ada' } }]),
    );
    say({ type: 'subscribed', id: 1 });
    say({ type: 'event', id: 1, event: { name: 'weather' }, sequence: 1 });
    await until(() => expect(events).toEqual([{ name: 'weather' }]));
  });

  it('shares one socket and unsubscribes from what is left', async () => {
    const connection = connect();
    const stop = connection.subscribe('a', {}, { onEvent: () => undefined });
    connection.subscribe('b', {}, { onEvent: () => undefined });
    await until(() => expect(received).toHaveLength(2));
    stop();
    stop();
    await until(() => expect(received.at(-1)).toEqual({ type: 'unsubscribe', id: 1 }));
    expect(received).toHaveLength(3);
    expect(server.clients.size).toBe(1);
  });

  it('comes back after the server was gone, renews subscriptions and says that events may be missing', async () => {
    const onResume = vi.fn<() => void>();
    const events: unknown[] = [];
    connect().subscribe('projects.list', null, { onEvent: (event) => events.push(event), onResume });
    await until(() => expect(received).toHaveLength(1));
    say({ type: 'subscribed', id: 1 });
    say({ type: 'event', id: 1, event: 'first', sequence: 7 });
    await until(() => expect(events).toEqual(['first']));
    expect(onResume).not.toHaveBeenCalled();

    await stopServer();
    await until(() => expect(live?.state).toBe('waiting'));
    await listen();
    await until(() => expect(received).toHaveLength(2));
    say({ type: 'subscribed', id: 1 });
    await until(() => expect(onResume).toHaveBeenCalledTimes(1));
    // The new server counts from the beginning again.
    say({ type: 'event', id: 1, event: 'second', sequence: 1 });
    await until(() => expect(events).toEqual(['first', 'second']));
  });

  it('passes over an event that it has seen', async () => {
    const events: unknown[] = [];
    connect().subscribe('a', {}, { onEvent: (event) => events.push(event) });
    await until(() => expect(received).toHaveLength(1));
    say({ type: 'subscribed', id: 1 });
    for (const sequence of [1, 1, 2]) say({ type: 'event', id: 1, event: sequence, sequence });
    await until(() => expect(events).toEqual([1, 2]));
  });

  it('does not ask again for what was refused', async () => {
    const onRefused = vi.fn<(refusal: { code: string; message: string }) => void>();
    connect().subscribe('secrets', {}, { onEvent: () => undefined, onRefused });
    await until(() => expect(received).toHaveLength(1));
    say({ type: 'refused', id: 1, code: 'not_found', message: 'There is nothing here.' });
    await until(() => expect(onRefused).toHaveBeenCalledWith({ code: 'not_found', message: 'There is nothing here.' }));
    const openedBefore = sockets.length;
    sockets.at(-1)?.close();
    await until(() => expect(live?.state).toBe('idle'));
    expect(sockets).toHaveLength(openedBefore);
  });

  it('tells why the server ends the connection, and comes back', async () => {
    const onEnd = vi.fn<(reason: string) => void>();
    connect({ onEnd }).subscribe('a', {}, { onEvent: () => undefined });
    await until(() => expect(received).toHaveLength(1));
    say({ type: 'end', reason: 'session_revoked' });
    sockets.at(-1)?.close();
    await until(() => expect(onEnd).toHaveBeenCalledWith('session_revoked'));
    await until(() => expect(received).toHaveLength(2));
  });

  it('stays closed when the page closes it', async () => {
    const states: LiveState[] = [];
    const connection = connect({ onState: (state) => states.push(state) });
    connection.subscribe('a', {}, { onEvent: () => undefined });
    await until(() => expect(received).toHaveLength(1));
    connection.close();
    await until(() => expect(server.clients.size).toBe(0));
    expect(states).not.toContain('waiting');
  });

  it('bears frames that it does not know', async () => {
    const events: unknown[] = [];
    connect().subscribe('a', {}, { onEvent: (event) => events.push(event) });
    await until(() => expect(received).toHaveLength(1));
    sockets.at(-1)?.send('not json');
    sockets.at(-1)?.send('{"type":"presence","id":1}');
    say({ type: 'event', id: 99, event: 'of another', sequence: 1 });
    say({ type: 'event', id: 1, event: 'mine', sequence: 1 });
    await until(() => expect(events).toEqual(['mine']));
  });
});
