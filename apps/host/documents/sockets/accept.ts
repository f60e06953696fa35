import { WebSocket, WebSocketServer } from 'ws';
import type { Actor } from '../../contract/capabilities.ts';
import { documentSocketRoute } from '../../contract/routes.ts';
import { HostError } from '../../failure.ts';
import type { Upgrade } from '../../socket/accept.ts';
import type { Documents } from '../documents.ts';
import { HocuspocusDoor } from './hocuspocus-door.ts';
import { YWebsocketDoor } from './y-websocket-door.ts';

/** A paste of the largest text that can be edited, with what Yjs needs around it. */
const messageLimit = 8 * 1024 * 1024;
const socketLimit = 200;

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: messageLimit });

interface Door {
  readonly close: () => void;
}

/** The open sockets of documents. */
export class DocumentSockets {
  readonly #documents: Documents;
  readonly #doors = new Set<Door>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  get size(): number {
    return this.#doors.size;
  }

  /** Completes the upgrade of a request whose actor may read. A refused y-websocket document answers 404. */
  async accept(actor: Actor, { request, stream, head }: Upgrade): Promise<void> {
    if (this.#doors.size >= socketLimit) throw new HostError('connection_limit');
    const name = decodeURIComponent(
      (request.url ?? '').split('?', 1)[0]?.slice(documentSocketRoute.path.length + 1) ?? '',
    );
    const found = name === '' ? undefined : await this.#documents.find(name);
    if (typeof found === 'string') throw new HostError('document_unknown');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const door =
        found === undefined
          ? new HocuspocusDoor(this.#documents, actor, socket)
          : new YWebsocketDoor(found, actor, socket);
      this.#doors.add(door);
      socket.once('close', () => this.#doors.delete(door));
      // It may have ended while the upgrade was written.
      if (socket.readyState !== WebSocket.OPEN) this.#doors.delete(door);
    });
  }

  close(): void {
    for (const door of this.#doors) door.close();
  }
}
