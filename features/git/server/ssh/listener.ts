import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { SshServer } from '../../contract/index.ts';
import { fingerprintOf, parseOne } from '../keys/public-key.ts';
import { Window } from '../limits/window.ts';
import { serveConnection } from './connection.ts';
import type { SshParts } from './connection.ts';
import { readHostKey } from './host-key.ts';

export interface Listener {
  readonly served: SshServer;
  close(): Promise<void>;
}

/** Connections of one network within a minute, and of everybody at once before they have said who they are. */
const PER_MINUTE = { most: 120, seconds: 60 };
const MOST_STRANGERS = 100;

/**
 * Serves git over SSH on a port of its own.
 * @throws with a sentence for the operator when the port cannot be had
 */
export async function listen(parts: Omit<SshParts, 'hostKey'>, port: number): Promise<Listener> {
  const { kernel, bind, networkOf } = parts;
  const hostKey = await readHostKey(kernel.dataDirectory);
  const publicKey = parseOne(hostKey)?.getPublicSSH();
  if (publicKey === undefined) throw new Error('The SSH host key in the data directory cannot be read. Restore it.');
  const visits = new Window(kernel.clock, PER_MINUTE);
  const open = new Set<Socket>();
  let strangers = 0;
  const tcp = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    const tooMany = visits.take(networkOf(socket.remoteAddress ?? '')) !== undefined;
    if (tooMany || strangers >= MOST_STRANGERS) return void socket.destroy();
    open.add(socket);
    strangers += 1;
    let isStranger = true;
    const meet = (): void => {
      if (isStranger) strangers -= 1;
      isStranger = false;
    };
    socket.once('close', () => {
      meet();
      open.delete(socket);
    });
    serveConnection({ ...parts, hostKey }, socket, meet);
  });
  await begin(tcp, port, bind);
  return {
    served: { host: new URL(kernel.site.publicOrigin).hostname, port, fingerprint: fingerprintOf(publicKey) },
    close: () => end(tcp, open),
  };
}

function begin(tcp: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(new Error(`Port ${port} of SSH_PORT cannot be listened on: ${error.message}. Choose another one.`));
    tcp.once('error', fail).listen({ port, host }, () => {
      tcp.off('error', fail);
      resolve();
    });
  });
}

function end(tcp: Server, open: Set<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  return new Promise((resolve) => tcp.close(() => resolve()));
}
