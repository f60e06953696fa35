import { systemActor } from '@e-code/kernel/server';
import type { AppSite } from '@e-code/kernel/server';
import { FrontConnection } from './front-connection.ts';
import { wayFinder } from './way.ts';
import type { WayParts } from './way.ts';

/** As long as Node's HTTP server waits: for the first request, and for the next one. */
const FIRST_MS = 30_000;
const NEXT_MS = 5_000;
const SWEEP_MS = 1_000;

/**
 * Answers plain requests of open previews on the connection itself, without what a full HTTP server does for each. Most
 * of the processor time of a preview was there; docs/decisions/0011 has the figures. All else is passed on.
 */
export class Front {
  readonly #parts: WayParts;
  readonly #connections = new Set<FrontConnection>();
  #sweep: NodeJS.Timeout | undefined;

  constructor(parts: WayParts) {
    this.#parts = parts;
  }

  /** Its connections are not among those that the HTTP server ends when the process stops. */
  start(): void {
    this.#sweep = setInterval(() => this.#endQuiet(), SWEEP_MS).unref();
    const actor = systemActor('previews');
    this.#parts.kernel.connections.add({ actor, subject: undefined, end: () => this.stop() });
  }

  stop(): void {
    clearInterval(this.#sweep);
    for (const connection of this.#connections) connection.destroy();
  }

  readonly receive: NonNullable<AppSite['connection']> = ({ socket, authorize, pass }) => {
    const connection: FrontConnection = new FrontConnection(
      socket,
      {
        side: this.#parts.side,
        findWay: wayFinder(this.#parts, authorize),
        left: () => this.#connections.delete(connection),
      },
      pass,
    );
    this.#connections.add(connection);
  };

  #endQuiet(): void {
    const now = performance.now();
    for (const connection of this.#connections) {
      const { waitsSince, served } = connection;
      if (waitsSince !== undefined && now - waitsSince > (served ? NEXT_MS : FIRST_MS)) connection.destroy();
    }
  }
}
