import { request as send } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex, Transform } from 'node:stream';

export interface Upgrading {
  readonly request: IncomingMessage;
  /** The client's socket and what it sent after the head. */
  readonly socket: Duplex;
  readonly head: Buffer;
  /** A fresh stream to what answers. */
  readonly to: Duplex;
  readonly path: string;
  /** Name, value, name, value: all that is sent on. */
  readonly headers: string[];
  answerHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders;
  /** What the answers pass through on their way to the client, when it is accepted. */
  readonly through?: Transform;
}

/**
 * Sends an upgrade on. When it is accepted both streams are joined byte for byte; when not, the refusal is passed on.
 * Rejects while nothing was answered.
 */
export function forwardUpgrade(upgrading: Upgrading): Promise<void> {
  const { socket, head, to, path, headers, answerHeaders, through } = upgrading;
  return new Promise((resolve, reject) => {
    const asked = send({ createConnection: () => to, method: 'GET', path, headers, setHost: false });
    socket.once('close', () => to.destroy());
    asked.once('error', reject);
    asked.once('upgrade', (answer, upstream, rest) => {
      socket.write(formatHead(answer, answerHeaders(answer.headers)));
      if (rest.length > 0) upstream.unshift(rest);
      if (head.length > 0) upstream.write(head);
      splice(socket, upstream, through);
      resolve();
    });
    asked.once('response', (answer) => {
      socket.write(formatHead(answer, { ...answerHeaders(answer.headers), connection: 'close' }));
      answer.on('error', () => socket.destroy());
      answer.pipe(socket);
      resolve();
    });
    asked.end();
  });
}

/** The body of a refusal is sent as it was decoded and ends with the connection, so its framing is left out. */
const FRAMING = new Set(['transfer-encoding', 'content-length', 'keep-alive']);
const UNSAFE = /[^\t\x20-\x7e\x80-\xff]/;

function formatHead(answer: IncomingMessage, headers: OutgoingHttpHeaders): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || FRAMING.has(name)) return [];
    return [value].flat().flatMap((each) => (UNSAFE.test(String(each)) ? [] : [`${name}: ${each}\r\n`]));
  });
  return `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\n${lines.join('')}\r\n`;
}

/** Bytes both ways. The end of one side ends that direction; an error or close on one side closes both. */
function splice(left: Duplex, right: Duplex, through: Transform | undefined): void {
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    if (from instanceof Socket) from.setNoDelay(true).setTimeout(0);
    from.on('error', () => to.destroy());
    // What ended is ended at the other side by the pipe, behind its last bytes.
    from.once('close', () => {
      if (!from.readableEnded) to.destroy();
    });
    if (from === right && through !== undefined) from.pipe(through).pipe(to);
    else from.pipe(to);
  }
}
