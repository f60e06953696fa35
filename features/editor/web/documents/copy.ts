import type { DocumentEvent, OpenedDocument } from '@e-code/host/contract';
import { Store } from '../parts/store.ts';
import { Channel } from './channel.ts';
import type { DocumentSocket } from './document-socket.ts';
import { Keeper } from './keeper.ts';
import { LiveText, type TextChange } from './live-text.ts';
import type { DocumentStore, StoredFile } from './store.ts';

export type LineEnding = (OpenedDocument & { kind: 'text' })['lineEnding'];

/** What a copy is of: the name of a document on the socket, which says its epoch. */
export type Identity = { readonly name: string; readonly lineEnding: LineEnding };

export type CopyEvents = {
  readonly changed: (change: TextChange) => void;
  readonly synced: () => void;
  readonly written: (mark: number) => void;
  readonly dropped: () => void;
  readonly told: (event: DocumentEvent) => void;
  readonly denied: () => void;
  readonly away: () => void;
  readonly mark: () => number;
  readonly describe: () => StoredFile;
};

/** One history of a file in this page: its shared text, its channel to the host, and what the browser keeps of it. */
export class Copy {
  readonly identity: Identity;
  readonly live: LiveText;
  readonly kept: Keeper;
  readonly channel = new Store<Channel | undefined>(undefined);
  readonly #events: CopyEvents;

  constructor(identity: Identity, store: DocumentStore, events: CopyEvents) {
    this.identity = identity;
    this.#events = events;
    this.live = new LiveText(events.changed);
    this.kept = new Keeper(store, identity.name, this.live.doc, events.describe);
  }

  get synced(): boolean {
    return this.channel.get()?.synced === true;
  }

  connect(socket: DocumentSocket): void {
    if (this.channel.get()) return;
    const { synced, written, dropped, told, denied, away, mark } = this.#events;
    this.channel.set(
      new Channel(socket, this.identity.name, this.live.doc, { synced, written, dropped, told, denied, away, mark }),
    );
  }

  disconnect(): void {
    this.channel.get()?.close();
    this.channel.set(undefined);
  }

  destroy(): void {
    this.disconnect();
    this.live.destroy();
  }
}
