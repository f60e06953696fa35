import * as Y from 'yjs';
import type { DocumentStore, StoredFile } from './store.ts';

/** Updates are gathered for so long before the browser writes them, in milliseconds. */
const gatherTime = 40;
/** What waits is described anew at most so often while it grows, in milliseconds. */
const describeTime = 250;
/** So many updates of one document are put together. */
const mostUpdates = 300;

/** Keeps a document in the browser as it changes: its updates, and what of it waits to be sent. */
export class Keeper {
  readonly #store: DocumentStore;
  readonly #doc: Y.Doc;
  readonly #name: string;
  readonly #describe: () => StoredFile;
  #gathered: Uint8Array[] = [];
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #describing: ReturnType<typeof setTimeout> | undefined;
  #updates = 0;
  #begun = false;

  constructor(store: DocumentStore, name: string, doc: Y.Doc, describe: () => StoredFile) {
    this.#store = store;
    this.#name = name;
    this.#doc = doc;
    this.#describe = describe;
  }

  /** Goes on from what is kept already. */
  load(updates: readonly Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.#doc, update, this);
    this.#updates = updates.length;
    this.#start();
  }

  /** Keeps the document from now on, as it is now. */
  async begin(): Promise<void> {
    if (this.#begun) return;
    this.#start();
    await this.#store.replace(this.#name, Y.encodeStateAsUpdate(this.#doc));
    await this.#store.remember(this.#describe());
  }

  /** Tells soon that something of it waits, or that nothing does. */
  describe(): void {
    this.#describing ??= setTimeout(() => this.flush(), describeTime);
  }

  /** Hands everything to the browser now. */
  flush(): void {
    clearTimeout(this.#describing);
    this.#describing = undefined;
    this.#write();
    if (this.#begun) void this.#store.remember(this.#describe());
  }

  stop(): void {
    this.#doc.off('update', this.#updated);
    this.flush();
    this.#begun = false;
  }

  /** Drops what was kept. */
  async forget(): Promise<void> {
    this.#doc.off('update', this.#updated);
    clearTimeout(this.#gathering);
    clearTimeout(this.#describing);
    this.#begun = false;
    await this.#store.drop(this.#name);
  }

  #start(): void {
    this.#begun = true;
    this.#doc.on('update', this.#updated);
  }

  readonly #updated = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#gathered.push(update);
    this.#gathering ??= setTimeout(() => this.#write(), gatherTime);
  };

  #write(): void {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const [first, ...others] = this.#gathered.splice(0);
    if (first === undefined) return;
    this.#updates += 1;
    if (this.#updates < mostUpdates) {
      this.#store.append(this.#name, others.length === 0 ? first : Y.mergeUpdates([first, ...others]));
      return;
    }
    this.#updates = 1;
    void this.#store.replace(this.#name, Y.encodeStateAsUpdate(this.#doc));
  }
}
