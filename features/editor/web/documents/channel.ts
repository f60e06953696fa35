import { documentEventSchema, type DocumentEvent } from '@e-code/host/contract';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { DocumentSocket } from './document-socket.ts';
import {
  awarenessMessage,
  differenceMessage,
  joinMessage,
  leaveMessage,
  queryAwarenessMessage,
  updateMessage,
  vectorMessage,
  type Incoming,
} from './wire.ts';

/** What a document does with what its channel brings. */
export type ChannelEvents = {
  /** The text of the host is here. */
  readonly synced: () => void;
  /** A mark that was given to `mark` is on disk with everything before it. */
  readonly written: (mark: number) => void;
  /** The host dropped edits: this person may look only, or the file takes no edits. */
  readonly dropped: () => void;
  readonly told: (event: DocumentEvent) => void;
  /** The host does not know the document by this name (any more): it has to be opened anew. */
  readonly denied: (reason: string) => void;
  readonly away: () => void;
  /** Names the edits that are sent now. */
  readonly mark: () => number;
};

/** How often this page tells where its cursor is, in milliseconds. */
const awarenessPause = 50;

/**
 * One document on the socket. After every (re)connection both sides exchange what the other lacks; edits made before
 * that is done travel with it. The host answers each difference and update when it is on disk, in the order they came.
 */
export class Channel {
  readonly name: string;
  readonly awareness: Awareness;
  readonly #doc: Y.Doc;
  readonly #socket: DocumentSocket;
  readonly #events: ChannelEvents;
  /** The marks of what was sent and not answered. */
  #unanswered: number[] = [];
  /** The host told what it has, so that updates may be sent. */
  #exchanged = false;
  #synced = false;
  #moved = new Set<number>();
  #telling: ReturnType<typeof setTimeout> | undefined;

  constructor(socket: DocumentSocket, name: string, doc: Y.Doc, events: ChannelEvents) {
    this.#socket = socket;
    this.name = name;
    this.#doc = doc;
    this.#events = events;
    this.awareness = new Awareness(doc);
    doc.on('update', this.#updated);
    this.awareness.on('update', this.#awarenessUpdated);
    socket.attach(this);
  }

  get synced(): boolean {
    return this.#synced;
  }

  /** The socket is open. */
  join(): void {
    this.#socket.send(joinMessage(this.name));
    this.#socket.send(vectorMessage(this.name, Y.encodeStateVector(this.#doc)));
    this.#tell(new Set([this.#doc.clientID]));
  }

  /** The socket broke: what was not answered is exchanged again. */
  leave(): void {
    this.#unanswered = [];
    this.#exchanged = false;
    this.#synced = false;
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.#doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    this.#events.away();
  }

  /** Asks for an answer of any kind. */
  ping(): void {
    this.#socket.send(queryAwarenessMessage(this.name));
  }

  receive(message: Exclude<Incoming, { kind: 'ping' | 'other' }>): void {
    switch (message.kind) {
      case 'vector':
        this.#exchanged = true;
        return this.#send(differenceMessage(this.name, Y.encodeStateAsUpdate(this.#doc, message.bytes)));
      case 'difference':
        Y.applyUpdate(this.#doc, message.bytes, this);
        this.#synced = true;
        return this.#events.synced();
      case 'update':
        return Y.applyUpdate(this.#doc, message.bytes, this);
      case 'awareness':
        return applyAwarenessUpdate(this.awareness, message.bytes, this);
      case 'event':
        return this.#event(message.text);
      case 'written':
        return this.#written(message.taken);
      case 'denied':
        return this.#events.denied(message.text);
      case 'closed':
        return this.leave();
      case 'granted':
    }
  }

  close(): void {
    clearTimeout(this.#telling);
    this.#doc.off('update', this.#updated);
    this.awareness.off('update', this.#awarenessUpdated);
    this.#socket.send(leaveMessage(this.name));
    this.#socket.detach(this);
    this.awareness.destroy();
  }

  readonly #updated = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this && this.#exchanged) this.#send(updateMessage(this.name, update));
  };

  readonly #awarenessUpdated = (
    { added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>,
    origin: unknown,
  ): void => {
    if (origin === this) return;
    for (const id of [...added, ...updated, ...removed]) this.#moved.add(id);
    this.#telling ??= setTimeout(() => this.#tell(this.#moved), awarenessPause);
  };

  #tell(clients: ReadonlySet<number>): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const known = [...clients].filter((id) => this.awareness.meta.has(id));
    if (known.length > 0) this.#socket.send(awarenessMessage(this.name, encodeAwarenessUpdate(this.awareness, known)));
    this.#moved = new Set();
  }

  #send(message: Uint8Array<ArrayBuffer>): void {
    this.#unanswered.push(this.#events.mark());
    this.#socket.send(message);
  }

  #written(taken: boolean): void {
    const mark = this.#unanswered.shift();
    if (mark === undefined) return;
    if (taken) this.#events.written(mark);
    else this.#events.dropped();
  }

  #event(text: string): void {
    const parsed = documentEventSchema.safeParse(readJson(text));
    if (parsed.success) this.#events.told(parsed.data);
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
