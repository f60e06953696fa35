import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { parseConnect, preambleLineLimit } from './contract/stream.ts';

interface Hands {
  readonly token: string | undefined;
  /** The stream speaks HTTP from here on. */
  readonly http: (socket: Socket) => void;
  /** The stream asked for this port; undefined when the line was not a port. */
  readonly connect: (socket: Socket, port: number | undefined) => void;
}

const upperC = 0x43;
const newline = 0x0a;

/** Looks at the first bytes of a stream and hands it on, with everything after the preamble put back. */
export function receiveConnection(socket: Socket, hands: Hands): void {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(30_000, () => socket.destroy());
  const begin = (): void => {
    peek(socket, (first) => {
      if (first[0] !== upperC) return handOn(socket, first, () => hands.http(socket));
      readLine(socket, first, (line, rest) => handOn(socket, rest, () => hands.connect(socket, parseConnect(line))));
    });
  };
  if (hands.token === undefined) return begin();
  const expected = Buffer.from(`TOKEN ${hands.token}`);
  peek(socket, (first) => {
    readLine(socket, first, (line, rest): void => {
      const given = Buffer.from(line);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return void socket.destroy();
      if (rest.length > 0) socket.unshift(rest);
      begin();
    });
  });
}

function handOn(socket: Socket, bytes: Buffer, next: () => void): void {
  socket.setTimeout(0);
  socket.removeAllListeners('timeout');
  if (bytes.length > 0) socket.unshift(bytes);
  next();
}

function peek(socket: Socket, next: (bytes: Buffer) => void): void {
  const look = (): void => {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) return;
    socket.off('readable', look);
    next(bytes);
  };
  socket.on('readable', look);
  look();
}

function readLine(socket: Socket, bytes: Buffer, next: (line: string, rest: Buffer) => void): void {
  const end = bytes.indexOf(newline);
  if (end >= 0 && end < preambleLineLimit) return next(bytes.toString('latin1', 0, end), bytes.subarray(end + 1));
  if (bytes.length >= preambleLineLimit) return void socket.destroy();
  peek(socket, (more) => readLine(socket, Buffer.concat([bytes, more]), next));
}
