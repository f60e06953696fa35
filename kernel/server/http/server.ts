import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { kernelErrors } from '@e-code/kernel/contract';
import type { Failure } from '@e-code/kernel/contract';
import { authorize, refuseVisitors } from '../access/authorize.ts';
import type { AccessRule } from '../access/rule.ts';
import type { Actor } from '../access/actor.ts';
import type { AppSite, Authorize, Door, SocketDoor } from '../feature.ts';
import type { Kernel } from '../kernel.ts';
import type { ApiHandler } from './api.ts';
import { failureBody, retryAfter, toFailure } from './failures.ts';
import { refuseCrossSite, refuseForeignUpgrade } from './origin.ts';
import { compilePath } from './paths.ts';

/** A door or socket with the rule it names. */
export type Ruled<Entry> = Entry & { rule: AccessRule };

export interface HttpParts {
  kernel: Kernel;
  identify(request: IncomingMessage): Promise<Actor>;
  api: ApiHandler;
  doors: Ruled<Door>[];
  sockets: Ruled<SocketDoor>[];
  appSite: Ruled<AppSite> | undefined;
  /** Answers what is neither API nor door: the web application's files. */
  page(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
  secureResponse(response: ServerResponse): void;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The one HTTP server. Hosts below APPS_DOMAIN go to the app site before anything of the product sees them; the rest
 * passes: own host, same site, who, rule, handler.
 */
export function createHttpServer(parts: HttpParts): { server: Server; ready: () => Promise<void> } {
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000 });
  const app = fastify({
    serverFactory(handler) {
      server.on('request', (request, response) => {
        if (!serveApp(parts, request, response)) handler(request, response);
      });
      return server;
    },
    logger: false,
    routerOptions: { maxParamLength: 500 },
  });
  addRoutes(app, parts);
  offerConnections(server, parts);
  server.on('upgrade', (request, socket, head) => void upgrade(parts, request, socket, head));
  return {
    server,
    ready: async () => {
      await app.ready();
    },
  };
}

function addRoutes(app: FastifyInstance, parts: HttpParts): void {
  // Bodies stay streams: the API reads them itself and doors forward them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const door of parts.doors) {
    app.route({
      method: door.method,
      url: door.path,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        reply.hijack();
        const parameters = request.params as Record<string, string>;
        const asked = { ...(request.query as object), ...parameters };
        const work = async (actor: Actor): Promise<void> => {
          await pass(parts.kernel, door.rule, actor, asked);
          await door.handle({ request: request.raw, response: reply.raw, actor, parameters });
        };
        await answer(parts, { request: request.raw, response: reply.raw, door }, work);
      },
    });
  }
  app.all('/*', async (request, reply) => {
    reply.hijack();
    await answer(parts, { request: request.raw, response: reply.raw }, async (actor) => {
      if (request.url.startsWith('/api/') && !(await parts.api(request.raw, reply.raw, actor))) {
        throw kernelErrors.not_found();
      }
      if (!request.url.startsWith('/api/')) await parts.page(request.raw, reply.raw);
    });
  });
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  door?: Door;
}

async function answer(
  parts: HttpParts,
  { request, response, door }: Exchange,
  work: (actor: Actor) => Promise<void>,
): Promise<void> {
  try {
    parts.secureResponse(response);
    if (!parts.kernel.site.isProduct(request.headers.host)) return misdirected(parts, response);
    if (!SAFE_METHODS.has(request.method ?? '')) refuseCrossSite(request, parts.kernel.site, door?.body);
    await work(await parts.identify(request));
  } catch (error) {
    const failure = toFailure(error, parts.kernel.log);
    if (door?.refuse === undefined || response.headersSent) return sendFailure(response, failure);
    door.refuse(response, failure);
  }
}

async function pass(kernel: Kernel, rule: AccessRule, actor: Actor, input: unknown): Promise<void> {
  refuseVisitors(rule, actor);
  await authorize(rule, { actor, input, sql: kernel.database.read, now: kernel.clock.now() });
}

/** Answers with a failure, or cuts the connection when an answer has begun and can no longer be taken back. */
export function sendFailure(response: ServerResponse, failure: Failure): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const wait = retryAfter(failure);
  if (wait !== undefined) response.setHeader('retry-after', wait);
  if (failure.code === 'token_unknown') response.setHeader('www-authenticate', 'Bearer error="invalid_token"');
  response.writeHead(failure.status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(failureBody(failure)));
}

function misdirected(parts: HttpParts, response: ServerResponse): void {
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    `E-Code answers at ${parts.kernel.site.publicOrigin}. To use another address, set PUBLIC_URL to it and start again.\n`,
  );
}

function serveApp(parts: HttpParts, request: IncomingMessage, response: ServerResponse): boolean {
  const label = parts.kernel.site.appLabel(request.headers.host);
  if (label === undefined || parts.appSite === undefined) return false;
  const call = { request, response, label, authorize: bindRule(parts.kernel, parts.appSite.rule) };
  Promise.resolve(parts.appSite.request(call)).catch((error: unknown) =>
    sendFailure(response, toFailure(error, parts.kernel.log)),
  );
  return true;
}

/** Connections come to the app site first. The listeners that read HTTP get those that it passes on. */
function offerConnections(server: Server, { kernel, appSite }: HttpParts): void {
  if (appSite?.connection === undefined) return;
  const readers = server.listeners('connection');
  const authorizeApp = bindRule(kernel, appSite.rule);
  server.removeAllListeners('connection');
  server.on('connection', (socket) => {
    const pass = (): void => {
      for (const read of readers) read.call(server, socket);
    };
    appSite.connection?.({ socket, authorize: authorizeApp, pass });
  });
}

function bindRule(kernel: Kernel, rule: AccessRule): Authorize {
  return (actor, input) => pass(kernel, rule, actor, input);
}

async function upgrade(parts: HttpParts, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const { kernel } = parts;
  socket.on('error', () => socket.destroy());
  try {
    const label = kernel.site.appLabel(request.headers.host);
    if (label !== undefined && parts.appSite !== undefined) {
      const authorizeApp = bindRule(kernel, parts.appSite.rule);
      return await parts.appSite.upgrade({ request, socket, head, label, authorize: authorizeApp });
    }
    if (!kernel.site.isProduct(request.headers.host)) throw kernelErrors.not_found();
    refuseForeignUpgrade(request, kernel.site);
    await openSocket(parts, request, socket, head);
  } catch (error) {
    refuseUpgrade(socket, toFailure(error, kernel.log));
  }
}

async function openSocket(parts: HttpParts, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  for (const door of parts.sockets) {
    const parameters = compilePath(door.path)(path);
    if (parameters === undefined) continue;
    const actor = await parts.identify(request);
    await pass(parts.kernel, door.rule, actor, parameters);
    return door.handle({ request, socket, head, actor, parameters });
  }
  throw kernelErrors.not_found();
}

/** Refuses an upgrade with a readable HTTP answer. */
export function refuseUpgrade(socket: Duplex, failure: Failure): void {
  const body = JSON.stringify(failureBody(failure));
  const head = `HTTP/1.1 ${failure.status} Refused\r\ncontent-type: application/json\r\nconnection: close\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
