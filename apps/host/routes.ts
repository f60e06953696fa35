import { bodyOf } from './body.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readActor, requireCapability } from './actor.ts';
import { sendError, sendJson } from './answers.ts';
import type { Actor } from './contract/capabilities.ts';
import type { ParsedInput, RouteAnswer } from './contract/index.ts';
import type { QuickRoute } from './contract/messages.ts';
import { findRoute, type RouteName, routes } from './contract/routes.ts';
import { HostError, toHostError } from './failure.ts';
import type { Host } from './host.ts';

/** What a page asks, by a request or on its socket. */
export interface Question<Name extends RouteName> {
  readonly input: ParsedInput<Name>;
  readonly actor: Actor;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface Call<Name extends RouteName> extends Question<Name> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

type Answer<Name extends RouteName> = (typeof routes)[Name]['answer'] extends 'json' ? RouteAnswer<Name> : void;
type Handler<Name extends RouteName> = (
  call: Name extends QuickRoute ? Question<Name> : Call<Name>,
) => Promise<Answer<Name>>;
type Area =
  | 'debug'
  | 'documents'
  | 'environment'
  | 'files'
  | 'history'
  | 'pager'
  | 'quotations'
  | 'sqlite'
  | 'git'
  | 'repository'
  | 'run'
  | 'ports'
  | 'search'
  | 'lfs'
  | 'languages'
  | 'health';

/** One handler for each route of an area; a route without one does not compile. */
export type HandlersOf<Name extends Area> = {
  [Route in RouteName as Route extends Name | `${Name}.${string}` ? Route : never]: Handler<Route>;
};

/** Loaded with the first request of their area, so that the start pays for none of them. */
const areas: { [Name in Area]: (host: Host) => Promise<HandlersOf<Name>> } = {
  health: async (host) => ({ health: async () => host.health() }),
  debug: (host) => host.debugging.handlers(),
  documents: async (host) => (await import('./documents/handlers.ts')).documentHandlers(host),
  environment: async (host) => ({
    'environment.set': async ({ input }) => {
      await host.environment.set(input.variables);
      return {};
    },
  }),
  files: async (host) => (await import('./files/handlers.ts')).filesHandlers(host),
  history: async (host) => (await import('./history/handlers.ts')).historyHandlers(host),
  pager: async (host) => (await import('./pager/handlers.ts')).pagerHandlers(host),
  quotations: async (host) => (await import('./quotations/handlers.ts')).quotationHandlers(host),
  sqlite: async (host) => (await import('./sqlite/handlers.ts')).sqliteHandlers(host),
  git: async (host) => (await import('./git/handlers.ts')).gitHandlers(host),
  repository: async (host) => (await import('./git/serve-handlers.ts')).repositoryHandlers(host),
  lfs: async (host) => (await import('./lfs/handlers.ts')).lfsHandlers(host),
  run: async (host) => (await import('./runs/handlers.ts')).runHandlers(host),
  ports: async (host) => ({ 'ports.list': async () => ({ ports: await host.ports.list() }) }),
  languages: (host) => host.languages.handlers(),
  search: async (host) => (await import('./search/handlers.ts')).searchHandlers(host),
};

const jsonLimit = 8 * 1024 * 1024;

/** Answers one HTTP request: route, actor, capability, input, work, answer. Never rejects. */
export async function answerRequest(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { path, query } = splitUrl(request.url ?? '');
    const name = findRoute(request.method ?? '', path);
    const actor = readActor(request);
    if (name === undefined) throw new HostError('route_not_found');
    requireCapability(actor, routes[name].capability);
    if (routes[name].method !== 'GET') host.activity.touch();
    const input = await readInput(name, query, request);
    const handle = await handlerOf(host, name);
    const answer = await host.documents.around(name, actor, () =>
      handle({ input, actor, request, response, signal: gone(response) }),
    );
    if (routes[name].answer === 'json') sendJson(response, answer);
  } catch (error) {
    sendError(request, response, toHostError(error));
  }
}

/**
 * Answers what a page asks on its socket.
 * @throws HostError when the person may not, or it cannot be answered
 */
export async function answerQuestion(
  host: Host,
  name: QuickRoute,
  { input, actor, signal }: { input: unknown; actor: Actor; signal: AbortSignal },
): Promise<unknown> {
  requireCapability(actor, routes[name].capability);
  const parsed = await parseInput(name, input);
  const handle = await handlerOf(host, name);
  return host.documents.around(name, actor, () => handle({ input: parsed, actor, signal }));
}

function gone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

type AnyHandler = (call: {
  input: unknown;
  actor: Actor;
  signal: AbortSignal;
  request?: IncomingMessage;
  response?: ServerResponse;
}) => Promise<unknown>;

async function handlerOf(host: Host, name: RouteName): Promise<AnyHandler> {
  const area = name.split('.', 1)[0] as Area;
  const handlers = (await areas[area](host)) as Record<string, unknown>;
  return handlers[name] as AnyHandler;
}

function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?');
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) };
}

async function readInput(name: RouteName, query: string, request: IncomingMessage): Promise<unknown> {
  // The route that says "ready" has no input and must not wait for zod.
  if (name === 'health') return {};
  const json = routes[name].body === 'json';
  return parseInput(name, json ? await readJson(request) : Object.fromEntries(new URLSearchParams(query)));
}

async function parseInput(name: RouteName, raw: unknown): Promise<unknown> {
  const { routeSchemas } = await import('./contract/index.ts');
  const parsed = routeSchemas[name].input.safeParse(raw);
  if (!parsed.success) throw new HostError('request_invalid', { details: describeIssues(parsed.error.issues) });
  return parsed.data;
}

const describeIssues = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues
    .slice(0, 5)
    .map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`)
    .join('; ');

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of bodyOf(request)) {
    size += piece.length;
    if (size > jsonLimit) throw new HostError('body_too_large');
    pieces.push(piece);
  }
  try {
    return size === 0 ? {} : JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    throw new HostError('request_invalid', { details: 'body: not JSON' });
  }
}
