import type { Duplex } from 'node:stream';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { Sandbox } from '@e-code/port-sandbox';
import { AppClient } from './app-client.ts';
import { connectPort } from './connect-port.ts';

/** The host keeps quiet connections for 120 seconds; ours end first, so that neither side writes into a closed one. */
const HOST_KEEP_ALIVE_MS = 60_000;
/** Unless the program names its own time, as Node's servers do; most others keep quiet connections for 5 seconds. */
const APP_KEEP_ALIVE_MS = 4_000;
const ANSWER_BEGINS_MS = 300_000;
const CONNECTIONS = 256;

/** Requests without a body, which are nearly all, go a shorter way; see {@link AppClient}. */
export interface AppPools {
  readonly plain: AppClient;
  readonly any: Dispatcher;
}

/** The connections to one running sandbox: to its host, and through the host to the ports of its programs. */
export class Pools {
  readonly host: Dispatcher;
  readonly #apps = new Map<number, AppPools>();
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.host = makePool(() => sandbox.dial(), HOST_KEEP_ALIVE_MS);
  }

  /** The ways to a port inside the sandbox. Requests fail with a PortClosed while nothing listens there. */
  app(port: number): AppPools {
    const known = this.#apps.get(port);
    if (known !== undefined) return known;
    const open = (): Promise<Duplex> => this.openApp(port);
    const pools = { plain: new AppClient(open), any: makePool(open, APP_KEEP_ALIVE_MS) };
    this.#apps.set(port, pools);
    return pools;
  }

  openHost(): Promise<Duplex> {
    return this.#sandbox.dial();
  }

  openApp(port: number): Promise<Duplex> {
    return connectPort(() => this.#sandbox.dial(), port);
  }

  /** Ends every connection at once. */
  async destroy(): Promise<void> {
    const apps = [...this.#apps.values()];
    this.#apps.clear();
    for (const { plain } of apps) plain.destroy();
    await Promise.all([this.host, ...apps.map(({ any }) => any)].map((pool) => pool.destroy()));
  }
}

function makePool(open: () => Promise<Duplex>, keepAliveMs: number): Pool {
  return new Pool('http://sandbox', {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    headersTimeout: ANSWER_BEGINS_MS,
    // An answer may pause as long as it likes: server-sent events, downloads.
    bodyTimeout: 0,
    connect(_options, done) {
      open().then(
        // The pool asks for a net.Socket and uses of it what every Duplex has.
        (stream) => done(null, stream as never),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
  });
}
