import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createStreamServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { readActor, requireCapability } from './actor.ts';
import { receiveConnection } from './connection.ts';
import { documentSocketRoute, socketRoute } from './contract/routes.ts';
import { HostError, toHostError } from './failure.ts';
import { Host } from './host.ts';
import { forward } from './ports/forward.ts';
import { answerRequest } from './routes.ts';
import type { Settings } from './settings.ts';
import type { Upgrade } from './socket/accept.ts';

/** Pages at once; each holds a few hundred kilobytes at most. */
const socketLimit = 200;
/** A page that is gone without a goodbye is noticed after at most two of these, in milliseconds: nobody sees its ghost for longer. */
const pulse = 4000;

export interface RunningHost {
  readonly host: Host;
  /** Ends everything and stops listening. */
  readonly close: () => Promise<void>;
}

/** Starts a host. Resolves when it accepts streams. */
export async function startHost(settings: Settings): Promise<RunningHost> {
  const host = await Host.create(settings);
  const http = createHttpServer(host);
  const streams = new Set<Socket>();
  // Half open: a forwarded stream may end one direction and still wait for the other.
  const server = createStreamServer({ allowHalfOpen: true, noDelay: true }, (stream) => {
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    receiveConnection(stream, {
      token: settings.token,
      http: (socket) => http.emit('connection', socket),
      connect: (socket, port) => count(host, socket, port),
    });
  });
  await listen(server, settings);
  host.ownPort = ownPort(server);
  const heartbeat = setInterval(() => host.sockets.forEach((socket) => socket.checkPulse()), pulse).unref();
  const close = async (): Promise<void> => {
    clearInterval(heartbeat);
    server.close();
    await host.close();
    for (const stream of streams) stream.destroy();
  };
  return { host, close };
}

function createHttpServer(host: Host): ReturnType<typeof createServer> {
  // No limit for a whole request: uploads of gigabytes take long. Connections are kept for the gateway's pool.
  const http = createServer({ requestTimeout: 0, keepAliveTimeout: 120_000, headersTimeout: 30_000 });
  http.on('request', (request, response) => void answerRequest(host, request, response));
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    upgrade(host, { request, stream, head }).catch((error: unknown) => refuseUpgrade(stream, toHostError(error)));
  });
  return http;
}

async function upgrade(host: Host, wanted: Upgrade): Promise<void> {
  const { request } = wanted;
  const path = request.url?.split('?', 1)[0] ?? '';
  const actor = readActor(request);
  if (path === documentSocketRoute.path || path.startsWith(`${documentSocketRoute.path}/`)) {
    requireCapability(actor, documentSocketRoute.capability);
    return host.documents.accept(actor, wanted);
  }
  if (path !== socketRoute.path) throw new HostError('route_not_found');
  requireCapability(actor, socketRoute.capability);
  if (host.sockets.size >= socketLimit) throw new HostError('connection_limit');
  // Loaded with the first page: a host that is only asked for its health does without.
  const { acceptSocket } = await import('./socket/accept.ts');
  acceptSocket(host, actor, wanted);
}

function refuseUpgrade(stream: Duplex, error: HostError): void {
  const body = JSON.stringify(error.body);
  stream.end(
    `HTTP/1.1 ${error.status} Refused\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

function count(host: Host, stream: Socket, port: number | undefined): void {
  host.activity.forwarded += 1;
  host.activity.touch();
  stream.once('close', () => {
    host.activity.forwarded -= 1;
    host.activity.touch();
  });
  void forward(stream, port);
}

function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(settings.listen, () => resolve());
  });
}

function ownPort(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
