import type { Actor } from '../contract/capabilities.ts';
import type { Flushed } from '../contract/documents.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import type { Upgrade } from '../socket/accept.ts';
import type { DocumentChange, Documents } from './documents.ts';
import type { Ground } from './neighbourhood.ts';
import { personOf } from './person.ts';
import type { DocumentSockets } from './sockets/accept.ts';

interface Loaded {
  readonly documents: Documents;
  readonly sockets: DocumentSockets;
}

/** Routes that do not look at the files of the project, or see to it themselves when they do. */
const areasWithoutFiles: ReadonlySet<string> = new Set([
  'documents',
  'health',
  'languages',
  'ports',
  'quotations',
  'repository',
]);

const nothing: Flushed = { saved: [], failed: [] };

/**
 * The way to the open documents. Nothing of them is loaded before the first one is opened: a host in which nobody edits
 * starts and rests without Yjs.
 */
export class DocumentsDoor {
  readonly #ground: Ground;
  readonly #listeners = new Set<(change: DocumentChange) => void>();
  #loading: Promise<Loaded> | undefined;
  #loaded: Loaded | undefined;

  constructor(ground: Ground) {
    this.#ground = ground;
  }

  /** The documents, when anybody opened one. */
  get loaded(): Documents | undefined {
    return this.#loaded?.documents;
  }

  /** Open sockets of documents. */
  get sockets(): number {
    return this.#loaded?.sockets.size ?? 0;
  }

  async load(): Promise<Documents> {
    return (await this.#load()).documents;
  }

  /** Tells of every change of the text of open documents, whoever makes it. Answers how to stop that. */
  onChange(listener: (change: DocumentChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The barrier: everything that was received is on the disk when this resolves. What cannot be written is listed. */
  async flush(): Promise<Flushed> {
    return this.loaded === undefined ? nothing : this.loaded.flush();
  }

  /**
   * Does the work of a route: before, everything typed is put on the disk, so that search, runs and git see what people
   * see; after a route that changes files, open documents have taken its changes in, as its caller's.
   */
  async around<T>(route: RouteName, actor: Actor, work: () => Promise<T>): Promise<T> {
    const documents = this.loaded;
    const [area = ''] = route.split('.', 1);
    if (documents === undefined || areasWithoutFiles.has(area)) return work();
    await documents.flush();
    if (routes[route].capability !== 'write' || routes[route].method === 'GET') return work();
    return documents.during(area === 'git' ? { kind: 'git', name: actor.name } : personOf(actor), work);
  }

  async accept(actor: Actor, upgrade: Upgrade): Promise<void> {
    const { sockets } = await this.#load();
    await sockets.accept(actor, upgrade);
  }

  async close(): Promise<void> {
    const loaded = await this.#loading;
    loaded?.sockets.close();
    await loaded?.documents.close();
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#create();
    return this.#loading;
  }

  async #create(): Promise<Loaded> {
    const [{ Documents }, { DocumentSockets }] = await Promise.all([
      import('./documents.ts'),
      import('./sockets/accept.ts'),
    ]);
    const documents = await Documents.create(this.#ground, (change) => {
      for (const listener of this.#listeners) listener(change);
    });
    this.#loaded = { documents, sockets: new DocumentSockets(documents) };
    return this.#loaded;
  }
}
