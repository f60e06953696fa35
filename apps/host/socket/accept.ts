import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Actor } from '../contract/capabilities.ts';
import type { Host } from '../host.ts';
import { PageSocket } from './page-socket.ts';

/** Above any typed input; a paste of more than this is cut into frames by the page. */
const messageLimit = 1024 * 1024;

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: messageLimit });

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
}

/** Completes the upgrade of a request whose actor may connect. */
export function acceptSocket(host: Host, actor: Actor, { request, stream, head }: Upgrade): void {
  sockets.handleUpgrade(request, stream, head, (socket) => {
    host.sockets.add(new PageSocket(host, actor, socket));
    host.ports.wake();
  });
}
