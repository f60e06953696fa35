import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseAnswerHead } from '../stream/answer-head.ts';
import { AnswerWriter } from './answer-writer.ts';

const server = createServer();
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

const KEPT = 'connection: keep-alive\r\nkeep-alive: timeout=5\r\n';

/** What a client reads of what is written. */
async function written(write: (socket: Socket) => void): Promise<string> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [socket] = (await once(server, 'connection')) as [Socket];
  let text = '';
  client.on('data', (part: Buffer) => (text += part.toString('latin1')));
  write(socket);
  socket.end();
  await once(client, 'close');
  return text;
}

it('sends head and body of a known length as they came', async () => {
  const head = parseAnswerHead('HTTP/1.1 200 Fine\r\ncontent-length: 6', 'GET');
  const text = await written((socket) => {
    const writer = new AnswerWriter(socket, head, { 'content-length': '6', 'set-cookie': ['a=1', 'b=\xe4'] });
    writer.body(Buffer.from('one'));
    writer.body(Buffer.from('two'));
    writer.end();
  });
  expect(text).toBe(
    `HTTP/1.1 200 Fine\r\ncontent-length: 6\r\nset-cookie: a=1\r\nset-cookie: b=\xe4\r\n${KEPT}\r\nonetwo`,
  );
});

it.each(['HTTP/1.1 200 \r\ntransfer-encoding: chunked', 'HTTP/1.0 200 '])(
  'sends a body whose length nobody knows in chunks: %j',
  async (given) => {
    const text = await written((socket) => {
      const writer = new AnswerWriter(socket, parseAnswerHead(given, 'GET'), {});
      writer.body(Buffer.from('sixteen letters.'));
      writer.body(Buffer.from('x'));
      writer.end();
    });
    const body = '10\r\nsixteen letters.\r\n1\r\nx\r\n0\r\n\r\n';
    expect(text).toBe(`HTTP/1.1 200 \r\ntransfer-encoding: chunked\r\n${KEPT}\r\n${body}`);
  },
);

it('sends a head alone where there is no body', async () => {
  const head = parseAnswerHead('HTTP/1.1 200 OK\r\ncontent-length: 5', 'HEAD');
  const text = await written((socket) => new AnswerWriter(socket, head, { 'content-length': '5' }).end());
  expect(text).toBe(`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n${KEPT}\r\n`);
});

it.each([
  ['a newline', { 'x-a': 'b\nset-cookie: stolen=1' }],
  ['a return', { 'x-a': 'b\rc' }],
  ['a zero byte', { 'x-a': ['b', 'c\0'] }],
  ['a name with a space', { 'x a': 'b' }],
])('refuses %s in a header, and sends nothing', async (_says, headers) => {
  const head = parseAnswerHead('HTTP/1.1 200 OK\r\ncontent-length: 0', 'GET');
  const text = await written((socket) => {
    expect(() => new AnswerWriter(socket, head, headers)).toThrow('what no header may');
  });
  expect(text).toBe('');
});
