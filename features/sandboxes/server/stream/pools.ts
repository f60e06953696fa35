import type { Duplex } from 'node:stream';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { Sandbox } from '@e-code/port-sandbox';
import { AppClient } from './app-client.ts';
import { connectPort, PortClosed } from './connect-port.ts';

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
  readonly #straight = new Set<Duplex>();

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

  /** Open connections to programs of which the host does not know. */
  get straight(): number {
    return this.#straight.size;
  }

  /**
   * A program that listens on all addresses is reached straight over the network of the sandbox, which saves a hop
   * through the host; the others through the host, which is inside. Nobody is asked which one it is: a port may change
   * its owner at any time, and a refusal comes within 0.1 ms. It is tried again behind the host's yes, because a program
   * that begins to listen between the two would keep the long way for as long as the connection is kept.
   */
  async openApp(port: number): Promise<Duplex> {
    const straight = await this.#dialStraight(port);
    if (straight !== undefined) return straight;
    const inside = await connectPort(() => this.#sandbox.dial(), port);
    // Nobody else listens to it meanwhile.
    inside.on('error', () => inside.destroy());
    const late = await this.#dialStraight(port);
    if (late === undefined && inside.destroyed) throw new PortClosed(port, 'failed');
    if (late !== undefined) inside.destroy();
    return late ?? inside;
  }

  async #dialStraight(port: number): Promise<Duplex | undefined> {
    const stream = await this.#sandbox.dialPort(port).catch(() => undefined);
    if (stream === undefined) return undefined;
    this.#straight.add(stream);
    return stream.once('close', () => this.#straight.delete(stream));
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
