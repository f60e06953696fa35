import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Failure, kernelErrors } from '@e-code/kernel/contract';
import type { Kernel, ProgramService } from '@e-code/kernel/server';
import { toFailure } from '@e-code/kernel/server';
import { keyValueErrors } from '../../contract/index.ts';
import type { Space } from '../spaces/space.ts';
import { isUnavailable } from '../spaces/store.ts';
import type { Store } from '../spaces/store.ts';
import type { Watchers } from '../spaces/watchers.ts';
import { changeKeys, headKey, listEntries, putKey } from './extended.ts';
import { deleteKey, getKey, listKeys, setKeys } from './replit.ts';
import type { Exchange } from './replit.ts';
import { readTarget, type Target } from './target.ts';
import { watchKeys } from './watch.ts';

export interface WireParts {
  readonly kernel: Kernel;
  readonly store: Store;
  readonly watchers: Watchers;
  /** The space of a token; undefined when there is none, or not any more. */
  spaceOf(token: string): Promise<Space | undefined>;
}

type Caller = Pick<Parameters<ProgramService['accept']>[0], 'program' | 'authorize'>;

/**
 * The key-value store as programs see it: HTTP in the protocol of Replit's database, and more beside it.
 * @returns takes a connection of a program
 */
export function createWire(parts: WireParts): ProgramService['accept'] {
  const callers = new WeakMap<Socket, Caller>();
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 60_000 });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const caller = callers.get(request.socket);
    if (caller === undefined) throw kernelErrors.not_found();
    const { target, space } = await locate(parts, caller, request.url ?? '');
    await route(parts, { store: parts.store, space, request, response }, target);
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => refuse(parts.kernel, { request, response }, error));
  });
  return ({ connection, ...caller }) => {
    callers.set(connection, caller);
    server.emit('connection', connection);
  };
}

/** A token of another project is told from one that nobody has as little as possible. */
async function locate(
  { spaceOf }: WireParts,
  { program, authorize }: Caller,
  url: string,
): Promise<{ target: Target; space: Space }> {
  const target = readTarget(url);
  const space = target && (await spaceOf(target.token));
  if (target === undefined || space === undefined) throw keyValueErrors.store_unknown();
  await authorize(program, { projectId: space.projectId }).catch((error: unknown) => {
    throw error instanceof Failure && error.status === 404 ? keyValueErrors.store_unknown() : error;
  });
  return { target, space };
}

function route(parts: WireParts, exchange: Exchange, { key, query }: Target): Promise<void> | void {
  const { method = '' } = exchange.request;
  if (key !== undefined) return routeKey(exchange, method, key);
  if (method === 'POST') return isJson(exchange.request) ? changeKeys(exchange) : setKeys(exchange);
  if (method !== 'GET') throw keyValueErrors.method_not_known();
  if (isYes(query, 'watch')) return watchKeys(exchange, parts.watchers, query.get('prefix') ?? '');
  return isYes(query, 'values') ? listEntries(exchange, query) : listKeys(exchange, query);
}

function routeKey(exchange: Exchange, method: string, key: string): Promise<void> {
  if (method === 'GET') return getKey(exchange, key);
  if (method === 'HEAD') return headKey(exchange, key);
  if (method === 'PUT') return putKey(exchange, key);
  if (method === 'DELETE') return deleteKey(exchange, key);
  throw keyValueErrors.method_not_known();
}

function isYes(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true';
}

function isJson({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('application/json') === true;
}

/** In words, except that an unknown store has no body: old clients would take it for a value. */
function refuse(kernel: Kernel, { request, response }: Pick<Exchange, 'request' | 'response'>, error: unknown): void {
  const failure = isUnavailable(error) ? keyValueErrors.store_unavailable() : toFailure(error, kernel.log);
  if (response.headersSent) return void request.socket.destroy();
  const text = failure.status === 404 ? '' : `${failure.message}\n`;
  // What of the body was not read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  response
    .writeHead(failure.status, {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'x-ecode-error': failure.code,
    })
    .end(text);
}
