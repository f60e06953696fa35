import type { Duplex } from 'node:stream';
import { formatConnect, parseConnectAnswer, preambleLineLimit } from '@e-code/host/contract';
import type { ConnectError } from '@e-code/host/contract';

/** Nothing inside the sandbox took the connection. `refused`: no program listens on this port. */
export class PortClosed extends Error {
  override readonly name = 'PortClosed';
  readonly code: ConnectError;
  constructor(port: number, code: ConnectError) {
    super(`Port ${port} inside the sandbox: ${code}`);
    this.code = code;
  }
}

const NEWLINE = 0x0a;

/**
 * Asks the host to join a fresh stream with a port inside the sandbox.
 * @throws PortClosed when nothing listens there or the host ended meanwhile
 */
export async function connectPort(dial: () => Promise<Duplex>, port: number): Promise<Duplex> {
  const stream = await dial();
  stream.write(formatConnect(port));
  const failure = parseConnectAnswer(await readLine(stream, port));
  if (failure === undefined) return stream;
  stream.destroy();
  throw new PortClosed(port, failure);
}

/** Reads one line and puts what follows it back. */
function readLine(stream: Duplex, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let read = Buffer.alloc(0);
    const settle = (work: () => void): void => {
      stream.off('readable', look).off('error', fail).off('close', fail);
      work();
    };
    const fail = (): void => settle(() => reject(new PortClosed(port, 'failed')));
    const look = (): void => {
      const bytes = stream.read() as Buffer | null;
      if (bytes === null) return;
      read = Buffer.concat([read, bytes]);
      const end = read.indexOf(NEWLINE);
      if (end < 0) {
        if (read.length >= preambleLineLimit) stream.destroy();
        return;
      }
      settle(() => {
        if (end + 1 < read.length) stream.unshift(read.subarray(end + 1));
        resolve(read.toString('latin1', 0, end));
      });
    };
    stream.on('readable', look).on('error', fail).on('close', fail);
    look();
  });
}
