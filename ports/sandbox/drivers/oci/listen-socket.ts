import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';

const BACKLOG = 511;

export interface ListenSocket {
  /** Descriptor of the listening socket, valid until {@link ListenSocket.release}. */
  readonly descriptor: number;
  /** Closes our copy once the runtime has inherited it; the socket lives on with the command. */
  release(): Promise<void>;
}

/** Node documents no accessor for the descriptor of a server; its cluster module reads this property. */
const serverHandle = z.object({ _handle: z.object({ fd: z.int().min(0) }) });

/**
 * Makes a unix socket that listens at `path`, a place that only root can reach. The command inherits the listening
 * socket itself: were it to make one in its own files, it could put a symbolic link there that the platform would follow.
 *
 * Closing a Node server deletes its path. The path is therefore renamed first; connections find the socket by the file,
 * not by the name. Nobody knows the path before `release`, so nothing can arrive that this process would accept.
 */
export async function makeListenSocket(path: string): Promise<ListenSocket> {
  const temporary = `${path}.new`;
  await rm(temporary, { force: true });
  const server = createServer();
  await listen(server, temporary);
  await rename(temporary, path);
  const descriptor = serverHandle.parse(server)._handle.fd;
  return { descriptor, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: BACKLOG }, () => resolve());
  });
}

/** Connects; rejects with the error of the operating system, and with `ETIMEDOUT` when nothing answers for `patienceMs`. */
export function connectTo(
  target: { path: string } | { host: string; port: number; patienceMs?: number },
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...target, noDelay: true });
    const late = (): void => void socket.destroy(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' }));
    if ('patienceMs' in target && target.patienceMs !== undefined) socket.setTimeout(target.patienceMs, late);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject).off('timeout', late).setTimeout(0);
      resolve(socket);
    });
  });
}
