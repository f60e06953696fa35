import { connect, type Socket } from 'node:net';
import type { ConnectError } from '../contract/stream.ts';
import { systemCode } from '../failure.ts';

const patience = 5000;

/** Joins a stream with a port of this sandbox, after one line that says whether it worked. */
export async function forward(stream: Socket, port: number | undefined): Promise<void> {
  if (port === undefined) return refuse(stream, 'bad_port');
  try {
    splice(stream, await dial(port));
  } catch (error) {
    refuse(stream, reasons[systemCode(error) ?? ''] ?? 'failed');
  }
}

const reasons: Record<string, ConnectError> = { ECONNREFUSED: 'refused', ETIMEDOUT: 'timeout' };

/** Programs listen on 127.0.0.1, on ::1 (Node's "localhost") or on every address; both loopbacks reach all of these. */
async function dial(port: number): Promise<Socket> {
  try {
    return await dialAddress('127.0.0.1', port);
  } catch (error) {
    return dialAddress('::1', port).catch(() => {
      throw error;
    });
  }
}

function dialAddress(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' })),
      patience,
    );
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function refuse(stream: Socket, code: ConnectError): void {
  stream.end(`ERR ${code}\n`);
}

/**
 * Bytes both ways; an end on one side ends only that direction, an error or close on one side closes both. A profile of
 * a busy splice shows 70 % of the processor time in the writes to sockets, so there is little to win over `pipe`.
 */
function splice(stream: Socket, target: Socket): void {
  stream.setNoDelay?.(true);
  stream.write('OK\n');
  for (const [from, to] of [
    [stream, target],
    [target, stream],
  ] as const) {
    from.on('error', () => to.destroy());
    from.once('close', () => (from.readableEnded && to.writable ? to.end() : to.destroy()));
    from.pipe(to);
  }
}
