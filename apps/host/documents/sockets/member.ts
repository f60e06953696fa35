import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import type { Actor } from '../../contract/capabilities.ts';
import type { DocumentEvent } from '../../contract/documents.ts';
import type { FileSync } from '../file-sync.ts';
import type { Peer } from '../peer.ts';
import { messageTypes, statelessMessage, statusMessage, syncMessage, syncTypes } from '../wire.ts';

interface Line {
  readonly actor: Actor;
  readonly prefix: Uint8Array;
  /** Whether the client knows Hocuspocus' messages beside those of y-websocket. */
  readonly extended: boolean;
  readonly transmit: (frame: Uint8Array) => void;
}

/** Above this many characters a document takes nothing more, so that nobody fills the memory of the host. */
const contentLimit = 8 * 1024 * 1024;
const emptyUpdate = 2;

/** One connection in one document: what the two protocols have in common. */
export class Member implements Peer {
  readonly actor: Actor;
  readonly prefix: Uint8Array;
  readonly transmit: (frame: Uint8Array) => void;
  readonly #sync: FileSync;
  readonly #extended: boolean;

  constructor(sync: FileSync, line: Line) {
    this.#sync = sync;
    this.actor = line.actor;
    this.prefix = line.prefix;
    this.transmit = line.transmit;
    this.#extended = line.extended;
    sync.document.peers.add(this);
  }

  get mayWrite(): boolean {
    return this.actor.capabilities.includes('write');
  }

  send(message: Uint8Array): void {
    this.transmit(this.prefix.length === 0 ? message : Buffer.concat([this.prefix, message]));
  }

  tell(event: DocumentEvent): void {
    if (this.#extended) this.send(statelessMessage(event));
  }

  acknowledge(kept: boolean, count: number): void {
    if (!this.#extended) return;
    for (let index = 0; index < count; index += 1) this.send(statusMessage(kept));
  }

  /** Asks the client for what the host does not have. */
  askForUpdates(): void {
    this.send(syncMessage('stateVector', Y.encodeStateVector(this.#sync.document.doc)));
  }

  /** A message of either protocol, behind the name. Throws when it cannot be read. */
  receive(decoder: decoding.Decoder): void {
    const { document } = this.#sync;
    switch (decoding.readVarUint(decoder)) {
      case messageTypes.sync:
        return this.#receiveSync(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
      case messageTypes.awareness:
        return document.presence.receive(this, decoding.readVarUint8Array(decoder));
      case messageTypes.queryAwareness:
        return document.presence.welcome(this);
      default:
    }
  }

  leave(): void {
    this.#sync.document.peers.delete(this);
    this.#sync.document.presence.leave(this);
  }

  #receiveSync(type: number, content: Uint8Array): void {
    if (type !== syncTypes.stateVector) return this.#receiveUpdate(content);
    const { document } = this.#sync;
    document.drain();
    this.send(syncMessage('answer', Y.encodeStateAsUpdate(document.doc, content)));
    if (this.#extended) this.askForUpdates();
    this.tell({ type: 'collisions', open: this.#sync.collisions });
    document.presence.welcome(this);
  }

  #receiveUpdate(update: Uint8Array): void {
    const reason = this.#refusal();
    if (reason === undefined) return this.#sync.document.receive(this, update);
    // A client that only looks answers the host's question too, with what everybody has.
    if (update.length <= emptyUpdate || this.#has(update)) return this.acknowledge(true, 1);
    this.acknowledge(false, 1);
    this.tell({ type: 'refused', reason });
  }

  #refusal(): Extract<DocumentEvent, { type: 'refused' }>['reason'] | undefined {
    if (!this.mayWrite) return 'read-only';
    if (this.#sync.state === 'detached') return 'detached';
    return this.#sync.document.length > contentLimit ? 'too-large' : undefined;
  }

  #has(update: Uint8Array): boolean {
    return Y.snapshotContainsUpdate(Y.snapshot(this.#sync.document.doc), update);
  }
}
