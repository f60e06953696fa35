import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { AppClient } from './app-client.ts';
import type { AppConnection } from './app-connection.ts';

const request = { method: 'GET', path: '/', headers: ['host', 'app'] };
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

let server: Server;
let client: AppClient;
let dialled: number;

/** A program that answers each request with `answer`, or as `react` says. */
async function listen(react: (socket: Socket, asked: string) => unknown): Promise<void> {
  server = createServer((socket) =>
    socket.on('error', () => undefined).on('data', (data) => react(socket, String(data))),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  dialled = 0;
  client = new AppClient(
    () =>
      new Promise<Duplex>((resolve, reject) => {
        dialled += 1;
        const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
        socket.once('connect', () => resolve(socket)).once('error', reject);
      }),
  );
}

afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
});

interface Asking {
  readonly method?: string;
  readonly path?: string;
  readonly fresh?: boolean;
  begin?(connection: AppConnection): void;
  head?(): void;
}

function ask({ begin, head, fresh = false, ...words }: Asking = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const reader = {
      begin: (connection: AppConnection) => begin?.(connection),
      head: ({ status }: { status: number }) => {
        text += `${status} `;
        head?.();
      },
      body: (part: Buffer) => ((text += part.toString('latin1')), true),
      end: () => resolve(text),
      fail: reject,
    };
    client.ask({ ...request, ...words }, reader, fresh);
  });
}

it('asks again on the same connection, and on another one when told so', async () => {
  await listen((socket) => socket.write(ok));
  expect(await ask()).toBe('200 ok');
  expect(await ask()).toBe('200 ok');
  expect(dialled).toBe(1);
  await ask({ fresh: true });
  expect(dialled).toBe(2);
});

it('sends requests at the same time on connections of their own', async () => {
  await listen((socket, asked) => setImmediate(() => socket.write(ok.replace('ok', asked.slice(5, 7)))));
  const paths = ['/01', '/02', '/03'];
  expect(await Promise.all(paths.map((path) => ask({ path })))).toEqual(['200 01', '200 02', '200 03']);
  expect(dialled).toBe(3);
});

it('passes over what is answered on the way, and takes an answer in pieces', async () => {
  const pieces = [
    'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 2',
    '00 OK\r\ntransfer-encoding: chunked\r\n\r',
    '\n2\r\no',
    'k\r\n0\r\n\r\n',
  ];
  await listen(async (socket) => {
    for (const piece of pieces) await new Promise((resolve) => socket.write(piece, () => setImmediate(resolve)));
  });
  expect(await ask()).toBe('200 ok');
});

it('takes the end of the connection for the end of an answer without a length, and for a break otherwise', async () => {
  await listen((socket, asked) =>
    socket.end(asked.startsWith('GET /whole') ? 'HTTP/1.0 200 OK\r\n\r\nall of it' : ok.slice(0, -1)),
  );
  expect(await ask({ path: '/whole' })).toBe('200 all of it');
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
});

it('does not take bytes that nobody asked for as the next answer', async () => {
  await listen((socket, asked) =>
    socket.write(asked.startsWith('GET /more') ? `${ok}HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil` : ok),
  );
  expect(await ask({ path: '/more' })).toBe('200 ok');
  expect(await ask()).toBe('200 ok');
  expect(dialled).toBe(2);
});

it('ends a resting connection on which something comes', async () => {
  const ended = Promise.withResolvers<unknown>();
  let side: Socket | undefined;
  await listen((socket) => {
    side = socket.once('close', ended.resolve);
    // Kept far longer than this test waits.
    socket.write(ok.replace('\r\n', '\r\nkeep-alive: timeout=60\r\n'));
  });
  await ask();
  side?.write('HTTP/1.1 200 OK');
  await ended.promise;
  expect(await ask()).toBe('200 ok');
  expect(dialled).toBe(2);
});

it.each(['hello\r\n\r\n', 'HTTP/1.1 101 Switching\r\n\r\n', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(20_000)}`])(
  'refuses what is not an answer',
  async (answer) => {
    await listen((socket) => socket.write(answer));
    await expect(ask()).rejects.toMatchObject({ code: 'ERR_UNREADABLE_ANSWER' });
  },
);

it('does not send what would be another request than the one that was checked', async () => {
  const asked = vi.fn<(socket: Socket) => unknown>((socket) => socket.write(ok));
  await listen(asked);
  await expect(ask({ path: '/ HTTP/1.1\r\nx: y' })).rejects.toMatchObject({ code: 'ERR_UNSAFE_REQUEST' });
  expect(asked).not.toHaveBeenCalled();
});

it('takes a request back, before it is sent and while it is answered', async () => {
  await listen((socket) => socket.write(ok.slice(0, -1)));
  const why = new Error('left');
  await expect(ask({ begin: (connection) => connection.destroy(why) })).rejects.toBe(why);
  let used: AppConnection | undefined;
  const asked = ask({ begin: (connection) => (used = connection), head: () => setImmediate(() => used?.destroy(why)) });
  await expect(asked).rejects.toBe(why);
});

it('ends the exchange when whoever reads the answer fails', async () => {
  await listen((socket) => socket.write(ok));
  const why = new Error('no such header');
  const fail = (): void => {
    throw why;
  };
  await expect(ask({ head: fail })).rejects.toBe(why);
  expect(await ask()).toBe('200 ok');
});

it('ends open exchanges when the project stops, and begins none after it', async () => {
  await listen(() => client.destroy());
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
});
