import {
  hostErrorSchema,
  quickRoutes,
  routes,
  routeSchemas,
  routeUrl,
  type QuickRoute,
  type RouteAnswer,
  type RouteInput,
  type RouteName,
  type Written,
} from '@e-code/host/contract';
import { takeAhead } from '@e-code/kernel/web';
import { HostProblem } from './problem.ts';

/** How long an ordinary request may take, in milliseconds. */
const requestTime = 30_000;

/** Lists of a hundred thousand names: checking each costs more than it tells, since they are only shown. */
const unchecked: ReadonlySet<RouteName> = new Set(['files.list', 'files.all']);

/** Tells a request of ours from a form that another site posts. */
const csrf = { 'x-ecode-csrf': '1' };

export type FileContent = {
  readonly kind: 'text' | 'binary';
  /** Bytes in the file; more than `bytes` has when it is larger than was asked for, and then `bytes` is empty. */
  readonly size: number;
  readonly bytes: Uint8Array;
  /** SHA-256 of the bytes in hex; undefined for files that are too large to be hashed. */
  readonly hash: string | undefined;
};

/** Undefined when this way is closed at present. */
type AskQuickly = (route: QuickRoute, input: unknown, signal?: AbortSignal) => Promise<unknown> | undefined;

const isQuick = (name: RouteName): name is QuickRoute => (quickRoutes as readonly RouteName[]).includes(name);

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

async function fetchOrTake(url: string, init: RequestInit): Promise<Response> {
  const early = await takeAhead(init.method ?? 'GET', url);
  return early?.ok ? early : globalThis.fetch(url, init);
}

/** What a write is based on: the hash of the bytes that were read, `new` for a file that must not be there, `any`. */
export type WriteBase = { readonly hash: string } | 'new' | 'any';

type Query = Parameters<typeof routeUrl>[1];

/** The host's HTTP routes, typed by its contract. Rejects with `HostProblem`. */
export class HostClient {
  readonly #base: string;
  readonly #fetch: Fetch;
  readonly #askQuickly: AskQuickly | undefined;

  /**
   * @param base the address that stands in front of the host's paths: `/api/projects/<id>/host`
   * @param askQuickly what is asked with every letter goes this way
   */
  constructor(base: string, fetch: Fetch = fetchOrTake, askQuickly?: AskQuickly) {
    this.#base = base;
    this.#fetch = fetch;
    this.#askQuickly = askQuickly;
  }

  /** The address of a route, for links and pictures. */
  url(name: RouteName, query?: Query): string {
    return this.#base + routeUrl(name, query);
  }

  /** Asks a route that takes JSON or a query and answers JSON. */
  async ask<Name extends RouteName>(
    name: Name,
    input: RouteInput<Name>,
    signal?: AbortSignal,
    /** Milliseconds it may take. */
    time = requestTime,
  ): Promise<RouteAnswer<Name>> {
    const quick = isQuick(name) ? this.#askQuickly?.(name, input, signal) : undefined;
    const answer = quick === undefined ? await this.#request(name, input, signal, time) : await quick;
    const checked = unchecked.has(name) ? answer : routeSchemas[name].answer.parse(answer);
    return checked as RouteAnswer<Name>;
  }

  async #request<Name extends RouteName>(
    name: Name,
    input: RouteInput<Name>,
    signal: AbortSignal | undefined,
    time: number,
  ): Promise<unknown> {
    const { method, body } = routes[name];
    const init = {
      method,
      ...(body === 'json' && { body: JSON.stringify(input), headers: { 'content-type': 'application/json' } }),
      ...(signal && { signal }),
    };
    const response = await this.send(body === 'json' ? this.url(name) : this.url(name, input as Query), init, time);
    return response.json();
  }

  /**
   * A file's bytes; undefined when they still have the hash `known`.
   * @param most of a larger file only kind and size are told
   */
  async read(path: string, known?: string, most = Infinity): Promise<FileContent | undefined> {
    const headers: Record<string, string> = known === undefined ? {} : { 'if-none-match': `"${known}"` };
    const response = await this.send(this.url('files.read', { path }), { headers, cache: 'no-store' });
    if (response.status === 304) return undefined;
    const size = Number(response.headers.get('content-length') ?? 0);
    const larger = size > most;
    if (larger) await response.body?.cancel();
    const bytes = larger ? new Uint8Array() : new Uint8Array(await response.arrayBuffer());
    return {
      kind: response.headers.get('x-ecode-kind') === 'binary' ? 'binary' : 'text',
      // A compressing proxy in front leaves the length out.
      size: Math.max(size, bytes.length),
      bytes,
      hash: /^"([0-9a-f]{64})"$/.exec(response.headers.get('etag') ?? '')?.[1],
    };
  }

  /** A part of a file, for what is too large to be read whole. */
  async readRange(path: string, start: number, end: number): Promise<Uint8Array> {
    const headers = { range: `bytes=${start}-${end - 1}` };
    const response = await this.send(this.url('files.read', { path }), { headers, cache: 'no-store' });
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Writes a whole file. It is on disk when this resolves. */
  async write(path: string, bytes: Uint8Array<ArrayBuffer>, base: WriteBase, keepalive = false): Promise<Written> {
    const response = await this.send(this.url('files.write', { path }), {
      method: 'PUT',
      body: bytes,
      headers: { 'content-type': 'application/octet-stream', ...precondition(base) },
      keepalive,
    });
    return routeSchemas['files.write'].answer.parse(await response.json());
  }

  /** Sends a request and rejects with a `HostProblem` unless it succeeded (or 304). */
  async send(url: string, init: RequestInit, time = requestTime): Promise<Response> {
    const signals = [init.signal, AbortSignal.timeout(time)].filter((signal) => signal != null);
    const response = await this.#fetch(url, {
      ...init,
      headers: { ...csrf, ...(init.headers as Record<string, string> | undefined) },
      signal: AbortSignal.any(signals),
    }).catch((error: unknown) => {
      if (init.signal?.aborted) throw error;
      throw new HostProblem(0, { code: 'offline' });
    });
    if (response.ok || response.status === 304) return response;
    throw await readProblem(response);
  }
}

function precondition(base: WriteBase): Record<string, string> {
  if (base === 'new') return { 'if-none-match': '*' };
  return { 'if-match': base === 'any' ? '*' : `"${base.hash}"` };
}

async function readProblem(response: Response): Promise<HostProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const known = hostErrorSchema.safeParse(body);
  if (known.success) return new HostProblem(response.status, known.data);
  // The gateway speaks for itself where the host was not reached.
  const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  return new HostProblem(response.status, {
    code: typeof code === 'string' ? code : `status_${response.status}`,
    message: typeof message === 'string' ? message : `The server answered with status ${response.status}.`,
  });
}
