import type { AddressInfo } from 'node:net';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { kernelErrors } from '@e-code/kernel/contract';
import { anyone } from './access/rule.ts';
import type { Actor } from './access/actor.ts';
import { collectSurface } from './boot.ts';
import type { Surface } from './boot.ts';
import { migrate } from './database/migrate.ts';
import type { ServerFeature } from './feature.ts';
import { readToken } from './http/credentials.ts';
import { createApi } from './http/api.ts';
import { createReferenceDoors } from './http/reference.ts';
import { createHttpServer } from './http/server.ts';
import { createSecurityHeaders } from './http/security-headers.ts';
import { startJobs } from './jobs/jobs.ts';
import type { Kernel } from './kernel.ts';
import { createLiveDoor } from './live/socket.ts';
import { startRelay } from './outbox/relay.ts';
import { offerServices } from './services.ts';
import type { OfferService } from './services.ts';
import type { Relay } from './outbox/relay.ts';

/** Parts of the product that a process may carry. One process carries all by default. */
export type Role = 'api' | 'jobs';

export interface PlatformOptions {
  kernel: Kernel;
  features: ServerFeature[];
  roles: Role[];
  listen: { port: number; host: string };
  appsDomain: string;
  /** Hashes of inline scripts that the web application's page contains. */
  scriptHashes: string[];
  page(request: IncomingMessage, response: ServerResponse): Promise<void> | void;
  /** Without it no program in a sandbox reaches anything of the platform. */
  offerService?: OfferService;
}

export interface Platform {
  port: number;
  surface: Surface;
  relay: Relay;
  /** Ends connections, lets running work finish, and closes everything that was started here. */
  stop(): Promise<void>;
}

const migrations = new URL('./migrations/', import.meta.url);

/** Applies the migrations of the kernel and of all features. */
export async function migratePlatform(kernel: Pick<Kernel, 'database'>, features: ServerFeature[]): Promise<string[]> {
  const sources = features.flatMap(({ name, migrations: directory }) =>
    directory === undefined ? [] : [{ owner: name, directory }],
  );
  const { applied } = await migrate(kernel.database.pool, [{ owner: 'kernel', directory: migrations }, ...sources]);
  return applied;
}

/** Proves that the features fit, then starts the roles. The database must be migrated. A failed start leaves nothing running. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const surface = assemble(options);
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).toReversed()) await step();
  };
  try {
    const relay = await startWork(options, undo);
    const { kernel, offerService } = options;
    if (offerService !== undefined) undo.push(await offerServices(kernel, surface.services, offerService));
    const server = await startHttp(options, surface, undo);
    return { port: (server.address() as AddressInfo).port, surface, relay, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The queue, the relay and what features do by themselves. */
async function startWork({ kernel, features, roles }: PlatformOptions, undo: (() => Promise<void>)[]): Promise<Relay> {
  const jobs = features.flatMap((feature) => feature.jobs ?? []);
  const runner = await startJobs(kernel.database, roles.includes('jobs') ? jobs : [], kernel.log);
  undo.push(() => runner.stop());
  const relay = startRelay({ ...kernel, subscriptions: features.flatMap((feature) => feature.subscriptions ?? []) });
  undo.push(() => relay.stop());
  for (const feature of features) {
    undo.push(async () => feature.stop?.());
    await feature.start?.();
  }
  return relay;
}

async function startHttp(options: PlatformOptions, surface: Surface, undo: (() => Promise<void>)[]): Promise<Server> {
  const { kernel } = options;
  const { server, ready } = createHttpServer({
    kernel,
    identify: identifier(options.features),
    api: createApi(kernel, surface.endpoints),
    ...surface,
    page: options.page,
    secureResponse: createSecurityHeaders(kernel.site, options.appsDomain, options.scriptHashes),
  });
  await ready();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.listen, resolve);
  });
  undo.push(() => closeHttp(kernel, server));
  return server;
}

/** Long-lived connections are told why they end; requests under way get three seconds. */
async function closeHttp(kernel: Kernel, server: Server): Promise<void> {
  kernel.connections.endAll('E-Code is stopping');
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, delay(3_000)]);
  server.closeAllConnections();
}

/** The features' surface together with the kernel's own socket, which looks channels up when a page subscribes. */
function assemble({ kernel, features }: PlatformOptions): Surface {
  const channels: Surface['channels'] = new Map();
  const own: ServerFeature = {
    name: 'kernel',
    access: {
      'kernel.live': anyone('subscriptions are checked one by one'),
      'kernel.reference': anyone('the API is described to everybody, as its source is'),
    },
    doors: createReferenceDoors(() => surface.endpoints, kernel.site.publicOrigin),
    sockets: [createLiveDoor(kernel, channels)],
  };
  const surface: Surface = collectSurface([own, ...features]);
  for (const [name, channel] of surface.channels) channels.set(name, channel);
  return surface;
}

function identifier(features: ServerFeature[]): (request: IncomingMessage) => Promise<Actor> {
  const [identify, another] = features.flatMap((feature) => feature.identify ?? []);
  if (identify === undefined || another !== undefined)
    throw new Error('Exactly one feature must say who sent a request');
  const [identifyGuest] = features.flatMap((feature) => feature.identifyGuest ?? []);
  const identifyByCookie = async (request: IncomingMessage): Promise<Actor> => {
    const actor = await identify(request);
    return (actor.kind === 'anonymous' && (await identifyGuest?.(request, actor.origin))) || actor;
  };
  // A request with a token is its bearer's or nobody's: no cookie is looked at, so that none is used unasked.
  return async (request) => {
    const token = readToken(request.headers.authorization);
    if (token === undefined) return identifyByCookie(request);
    for (const { identifyToken } of features) {
      const person = await identifyToken?.(token, request);
      if (person !== undefined) return person;
    }
    throw kernelErrors.token_unknown();
  };
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
