import type { ChangeSet } from '@codemirror/state';
import * as Y from 'yjs';
import type { ChangeOrigin, DocumentEvent, Hunk } from '../contract/documents.ts';
import { type Delta, fromDelta, lengthOf, toChanges, toHunks } from './changes.ts';
import type { Peer } from './peer.ts';
import { sendToAll } from './peer.ts';
import { personOf } from './person.ts';
import { Presence } from './presence.ts';
import { Versions } from './versions.ts';
import { namePrefix, syncMessage } from './wire.ts';

/** The name of the text in the Yjs document. */
export const textName = 'text';

interface Listener {
  readonly changed: (changes: ChangeSet, origin: ChangeOrigin, version: number) => void;
  /** Something is in the document that is not on the disk. */
  readonly updated: (update: Uint8Array) => void;
  /** Everything that arrived from a client in this turn was looked at. */
  readonly received: (counts: ReadonlyMap<Peer, number>) => void;
}

interface Arrived {
  readonly peer: Peer;
  readonly update: Uint8Array;
}

interface Happened {
  readonly delta: Delta;
  /** Of the text after it. */
  readonly length: number;
  readonly origin: unknown;
}

/**
 * The shared text of one open file. Updates of clients that arrive in one turn of the event loop are applied together, one
 * transaction for each client, and go to the others as one message: that is what makes a flood cheap and one keystroke fast.
 */
export class LiveDocument {
  readonly id: string;
  readonly epoch: number;
  readonly doc: Y.Doc;
  readonly peers = new Set<Peer>();
  readonly presence = new Presence(this.peers);
  readonly versions = new Versions();
  readonly #text: Y.Text;
  readonly #listener: Listener;
  #inbox: Arrived[] = [];
  #outbox: { update: Uint8Array; from: unknown }[] = [];
  #draining = false;
  #gathering = false;
  #happened: Happened[] = [];
  #written: Uint8Array[] = [];
  #string: string | undefined;
  #prefix: Uint8Array | undefined;

  constructor(identity: { id: string; epoch: number }, doc: Y.Doc, listener: Listener) {
    this.id = identity.id;
    this.epoch = identity.epoch;
    this.doc = doc;
    this.#listener = listener;
    this.#text = doc.getText(textName);
    this.#text.observe((event, transaction) => this.#observe(event, transaction));
    doc.on('update', (update: Uint8Array, origin: unknown) => this.#updated(update, origin));
  }

  /** The document's name on the sockets. */
  get name(): string {
    return `${this.id}.${this.epoch}`;
  }

  /** Before each message to a client that has many documents on one socket. */
  get prefix(): Uint8Array {
    return (this.#prefix ??= namePrefix(this.name));
  }

  /** The shared text itself, for places in it. */
  get text(): Y.Text {
    return this.#text;
  }

  get content(): string {
    return (this.#string ??= this.#text.toJSON());
  }

  /** Length of the content; embedded things of foreign clients are removed before anybody asks. */
  get length(): number {
    return this.#text.length;
  }

  /**
   * Takes an update in. The first one of a turn of the event loop is applied at once, as fast as can be; those that come
   * in the same turn follow together at its end.
   */
  receive(peer: Peer, update: Uint8Array): void {
    this.#inbox.push({ peer, update });
    if (this.#gathering) return;
    this.drain();
    this.#gathering = true;
    setImmediate(() => {
      this.#gathering = false;
      this.drain();
    });
  }

  /** Applies what arrived. */
  drain(): void {
    const arrived = this.#inbox;
    if (arrived.length === 0) return;
    this.#inbox = [];
    this.#draining = true;
    const counts = new Map<Peer, number>();
    for (const [peer, updates] of Map.groupBy(arrived, (item) => item.peer)) {
      counts.set(peer, updates.length);
      this.#apply(peer, updates);
    }
    this.#draining = false;
    this.#sendOut();
    this.#tellListener();
    this.#listener.received(counts);
  }

  /** Changes the text as something that is no client: the disk, a formatter, an agent. */
  change(changes: ChangeSet, origin: ChangeOrigin): void {
    this.doc.transact(() => {
      // From the end, so that the positions before stay what they are.
      for (const { from, to, insert } of toHunks(changes).toReversed()) {
        if (to > from) this.#text.delete(from, to - from);
        if (insert !== '') this.#text.insert(from, insert);
      }
    }, origin);
  }

  /**
   * Applies hunks that were computed on an earlier version. Answers those that overlap what was changed since; they are
   * left out. Undefined when the version is too long ago.
   */
  applyAt(version: number, hunks: readonly Hunk[], origin: ChangeOrigin): Hunk[] | undefined {
    const placed = this.place(version, hunks);
    if (placed !== undefined && !placed.changes.empty) this.change(placed.changes, origin);
    return placed?.overlapped;
  }

  /** Brings hunks of an earlier version to the present text, without those that overlap what was changed since. */
  place(version: number, hunks: readonly Hunk[]): { changes: ChangeSet; overlapped: Hunk[] } | undefined {
    this.drain();
    const since = this.versions.since(version, this.length);
    if (since === undefined) return undefined;
    const overlapped = hunks.filter(({ from, to }) => since.touchesRange(from, to) !== false);
    const free = hunks.filter((hunk) => !overlapped.includes(hunk));
    return { changes: toChanges(free, since.length).map(since), overlapped };
  }

  tell(event: DocumentEvent): void {
    for (const peer of this.peers) peer.tell(event);
  }

  destroy(): void {
    this.doc.destroy();
  }

  #apply(peer: Peer, updates: readonly Arrived[]): void {
    try {
      this.doc.transact(() => {
        for (const { update } of updates) Y.applyUpdate(this.doc, update, peer);
      }, peer);
    } catch (error) {
      console.error(`An update of ${peer.actor.id} for ${this.name} could not be read.`, error);
      peer.tell({ type: 'refused', reason: 'invalid' });
    }
  }

  #observe(event: Y.YTextEvent, transaction: Y.Transaction): void {
    this.#string = undefined;
    // Yjs can tell it now and never again.
    const { delta } = event.changes;
    this.#happened.push({ delta, length: this.#text.length, origin: transaction.origin });
    if (delta.some((part) => part.insert !== undefined && typeof part.insert !== 'string')) {
      setImmediate(() => this.#removeEmbedded());
    }
  }

  /** After the others have the update: what is made of a change here takes longer than to pass it on. */
  #tellListener(): void {
    for (const { delta, length, origin } of this.#happened.splice(0)) {
      const grown = delta.reduce((sum, part) => sum + lengthOf(part.insert) - (part.delete ?? 0), 0);
      const changes = fromDelta(delta, length - grown);
      if (changes.empty) continue;
      this.versions.add(changes);
      this.#listener.changed(changes, originOf(origin), this.versions.version);
    }
    for (const update of this.#written.splice(0)) this.#listener.updated(update);
  }

  /** Only text is written to a file, so what is no text has no place in the document. */
  #removeEmbedded(): void {
    const hunks: Hunk[] = [];
    let position = 0;
    for (const part of this.#text.toDelta() as { insert: unknown }[]) {
      const length = lengthOf(part.insert);
      if (typeof part.insert !== 'string') hunks.push({ from: position, to: position + length, insert: '' });
      position += length;
    }
    if (hunks.length > 0) this.change(toChanges(hunks, position), { kind: 'program' });
  }

  #updated(update: Uint8Array, origin: unknown): void {
    this.#outbox.push({ update, from: origin });
    this.#written.push(update);
    if (this.#draining) return;
    this.#sendOut();
    this.#tellListener();
  }

  #sendOut(): void {
    const [first, ...more] = this.#outbox;
    if (first === undefined) return;
    const one = more.length === 0;
    const update = one ? first.update : Y.mergeUpdates(this.#outbox.map((item) => item.update));
    const sender = [...this.peers].find((peer) => peer === first.from);
    this.#outbox = [];
    sendToAll(this.peers, syncMessage('update', update), one ? sender : undefined);
  }
}

/** Transactions of clients carry their peer, those of the host say who. */
function originOf(origin: unknown): ChangeOrigin {
  if (typeof origin === 'object' && origin !== null) {
    if ('actor' in origin) return personOf((origin as Peer).actor);
    if ('kind' in origin) return origin as ChangeOrigin;
  }
  return { kind: 'program' };
}
