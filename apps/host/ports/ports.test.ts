import { spawn } from 'node:child_process';
import { createServer as createHttp } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openProject, type Project } from '../testing/project.ts';
import { parseTable } from './listeners.ts';

function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  onTestFinished(() => void server.close());
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function connectLine(project: Project, line: string): Promise<{ stream: ReturnType<Project['dial']>; answer: string }> {
  const stream = project.dial();
  onTestFinished(() => void stream.destroy());
  stream.write(line);
  return new Promise((resolve, reject) => {
    let text = '';
    stream.once('error', reject);
    const take = (piece: Buffer): void => {
      text += piece.toString();
      if (!text.includes('\n')) return;
      stream.off('data', take);
      stream.pause();
      const end = text.indexOf('\n');
      if (text.length > end + 1) stream.unshift(Buffer.from(text.slice(end + 1)));
      resolve({ stream, answer: text.slice(0, end) });
    };
    stream.on('data', take);
  });
}

it('reads the kernel table of listening sockets', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1',
    '   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 222 1',
    '   2: 0100007F:0BB8 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 333 1',
    '   3: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 444 1',
  ].join('\n');
  expect(parseTable(table)).toEqual([
    { port: 3000, address: 'loopback', inode: '111' },
    { port: 8080, address: 'any', inode: '222' },
    { port: 80, address: 'loopback', inode: '444' },
  ]);
});

it('tells pages within a second which program opened and closed a port', async () => {
  const project = await openProject();
  const page = await project.page();
  const script = `const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))`;
  const child = spawn(process.execPath, ['-e', script]);
  onTestFinished(() => void child.kill());
  const port = await new Promise<number>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(Number(text))),
  );
  const begin = performance.now();
  const opened = await page.message('ports.changed', (message) => message.opened.includes(port));
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(opened.ports.find((listening) => listening.port === port)).toMatchObject({
    address: 'loopback',
    pid: child.pid,
    run: false,
  });
  child.kill();
  await page.message('ports.changed', (message) => message.closed.includes(port));
});

it.each(['127.0.0.1', '::1', '0.0.0.0'])('joins a stream with a program on %s', async (address) => {
  const project = await openProject();
  const port = await listen(
    createServer((socket) => socket.pipe(socket)),
    address,
  );
  const { stream, answer } = await connectLine(project, `CONNECT ${port}\n`);
  expect(answer).toBe('OK');
  const echoed = new Promise<string>((resolve) => stream.once('data', (piece: Buffer) => resolve(piece.toString())));
  stream.resume();
  stream.write('ping');
  expect(await echoed).toBe('ping');
});

it('passes an end in one direction and keeps the other open', async () => {
  const project = await openProject();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = '';
    socket.on('data', (piece) => (text += piece.toString()));
    socket.once('end', () => socket.end(`got ${text}`));
  });
  const port = await listen(server);
  // The bytes may come in one packet with the line.
  const { stream } = await connectLine(project, `CONNECT ${port}\nhello`);
  let answer = '';
  stream.on('data', (piece: Buffer) => (answer += piece.toString()));
  const ended = new Promise((resolve) => stream.once('end', resolve));
  stream.end(' there');
  stream.resume();
  await ended;
  expect(answer).toBe('got hello there');
});

it("ends the program's side when the stream breaks", async () => {
  const project = await openProject();
  const closed = Promise.withResolvers<void>();
  const port = await listen(
    createServer((socket) =>
      socket
        .on('error', () => undefined)
        .once('close', () => closed.resolve())
        .resume(),
    ),
  );
  const { stream } = await connectLine(project, `CONNECT ${port}\n`);
  stream.destroy();
  await expect(closed.promise).resolves.toBeUndefined();
});

it('says why a port cannot be reached', async () => {
  const project = await openProject();
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  expect((await connectLine(project, `CONNECT ${port}\n`)).answer).toBe('ERR refused');
  expect((await connectLine(project, 'CONNECT 99999\n')).answer).toBe('ERR bad_port');
});

it('carries 20 MB through a port unchanged', async () => {
  const project = await openProject();
  const body = Buffer.alloc(20_000_000, 'abcdefg');
  const port = await listen(createHttp((_, response) => response.end(body)));
  const { stream } = await connectLine(project, `CONNECT ${port}\n`);
  const pieces: Buffer[] = [];
  const ended = new Promise((resolve) => stream.once('end', resolve));
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.end('GET / HTTP/1.0\r\n\r\n');
  stream.resume();
  await ended;
  const answer = Buffer.concat(pieces);
  const received = answer.subarray(answer.indexOf('\r\n\r\n') + 4);
  expect(received.equals(body)).toBe(true);
});
