import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Service } from '../../port.ts';

export type Accept = (connection: Socket, sandboxId: string) => void;

/** The sandbox that has this address now. */
type TenantOf = (address: string) => string | undefined;

/** A listener at the gateway of the sandboxes that turns away everybody who is not one of them. */
export class OfferedService implements Service {
  readonly address: Service['address'];
  readonly #server: Server;
  /** Connections by the address of the sandbox. */
  readonly #connections = new Map<string, Set<Socket>>();
  #undo: () => Promise<void> = () => Promise.resolve();

  /** Rejects when nothing can listen on `host` at all. */
  static async listen(
    place: { readonly host: string; readonly preferredPort: number },
    accept: Accept,
    tenantOf: TenantOf,
  ): Promise<OfferedService> {
    const server = createServer({ noDelay: true });
    const taken = await listen(server, place.host, place.preferredPort);
    if (!taken) await listen(server, place.host, 0);
    return new OfferedService(server, accept, tenantOf);
  }

  private constructor(server: Server, accept: Accept, tenantOf: TenantOf) {
    const { address: host, port } = server.address() as AddressInfo;
    this.address = { host, port };
    this.#server = server;
    server.on('connection', (connection) => this.#admit(connection, accept, tenantOf));
  }

  /** Called once, after the last connection ended. */
  onClose(undo: () => Promise<void>): void {
    this.#undo = undo;
  }

  /** Ends what comes from a sandbox that has gone: nothing arrives from its network any more, not even an end. */
  drop(address: string): void {
    for (const connection of this.#connections.get(address) ?? []) connection.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const address of this.#connections.keys()) this.drop(address);
    await closed;
    await this.#undo();
  }

  #admit(connection: Socket, accept: Accept, tenantOf: TenantOf): void {
    const address = connection.remoteAddress ?? '';
    const sandboxId = tenantOf(address);
    // Without a listener a reset of the other side would end the platform.
    connection.on('error', () => connection.destroy());
    if (sandboxId === undefined) return void connection.destroy();
    const siblings = this.#connections.get(address) ?? new Set();
    this.#connections.set(address, siblings.add(connection));
    connection.once('close', () => {
      siblings.delete(connection);
      if (siblings.size === 0 && this.#connections.get(address) === siblings) this.#connections.delete(address);
    });
    accept(connection, sandboxId);
  }
}

/** False when somebody else has the port. */
async function listen(server: Server, host: string, port: number): Promise<boolean> {
  server.listen({ host, port });
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if (port !== 0 && error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
}
