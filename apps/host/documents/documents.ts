import type { ChangeSet, Text } from '@codemirror/state';
import type * as Y from 'yjs';
import type {
  ChangeOrigin,
  Collision,
  Flushed,
  Hunk,
  ListedDocument,
  OpenedDocument,
  RefusalReason,
} from '../contract/documents.ts';
import { HostError, toHostError } from '../failure.ts';
import { withLock } from '../files/locks.ts';
import { follow } from '../files/paths.ts';
import { toChanges, toHunks } from './changes.ts';
import { changesSince, choose } from './collisions.ts';
import { describeOther, findText } from './find-text.ts';
import { endingName } from './disk-record.ts';
import type { FileSync } from './file-sync.ts';
import { loadDocument } from './load-document.ts';
import { Neighbourhood, type Ground } from './neighbourhood.ts';

/** One change of the text of an open document. */
export interface DocumentChange {
  readonly document: { readonly id: string; readonly epoch: number; readonly path: string };
  readonly origin: ChangeOrigin;
  readonly changes: ChangeSet;
  /** The version that this change made. */
  readonly version: number;
  /** The text before the change; made when it is asked for. */
  readonly before: () => Text;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What of a caller's hunks was not applied, because it overlaps with newer changes, and the version that has the rest. */
export interface Applied {
  readonly version: number;
  readonly overlapped: Hunk[];
}

/** A document that nobody looks at is kept for so long: a reload of the page finds it loaded. */
const keptFor = 60_000;
const sweepInterval = 10_000;

/** The open documents of a project. */
export class Documents {
  readonly #around: Neighbourhood;
  readonly #changed: (change: DocumentChange) => void;
  readonly #open = new Map<string, FileSync>();
  readonly #lonely = new Map<FileSync, number>();
  readonly #sweeper = setInterval(() => void this.#sweep(), sweepInterval).unref();

  private constructor(around: Neighbourhood, changed: (change: DocumentChange) => void) {
    this.#around = around;
    this.#changed = changed;
  }

  static async create(ground: Ground, changed: (change: DocumentChange) => void): Promise<Documents> {
    const around = await Neighbourhood.create(ground, () => documents.#open.values());
    const documents = new Documents(around, changed);
    return documents;
  }

  /** Whether something that was received is not on the disk. */
  get pending(): boolean {
    return this.#all().some((sync) => {
      sync.document.drain();
      return sync.pending;
    });
  }

  /** The document of a file, loaded; or what it is instead of text. */
  async open(path: string): Promise<OpenedDocument> {
    const { absolute } = await follow(this.#around.root, path);
    return withLock(`open ${absolute}`, async () => {
      const present = this.#at(absolute);
      await present?.look();
      if (present?.state === 'deleted' || present?.state === 'detached' || present === undefined) {
        return this.#openFile(absolute);
      }
      return describe(present);
    });
  }

  /** The document of this name, as a client knows it; or why there is none. */
  async find(name: string): Promise<FileSync | RefusalReason> {
    const [id = '', epoch = ''] = name.split('.');
    const { identities } = this.#around;
    const path = identities.pathOf(id);
    if (path === undefined || !/^\d+$/.test(epoch)) return 'document_unknown';
    const newest = this.#open.get(id)?.document.epoch ?? (await identities.epochOf(id));
    if (newest !== Number(epoch)) return newest === 0 ? 'document_unknown' : 'epoch_changed';
    try {
      const sync = await this.#load(id, `${this.#around.root}/${path}`);
      // A log that turned out to be damaged began a new one.
      return sync.document.epoch === Number(epoch) ? sync : 'epoch_changed';
    } catch (error) {
      if (error instanceof HostError) return 'document_unknown';
      throw error;
    }
  }

  /** Resolves when everything received before is on the disk, or has a reason why not. */
  async flush(): Promise<Flushed> {
    const saved: string[] = [];
    const failed: Flushed['failed'] = [];
    const waiting = this.#all().filter((sync) => {
      sync.document.drain();
      return sync.pending;
    });
    await Promise.all(
      waiting.map(async (sync) => {
        try {
          await sync.flush();
          saved.push(sync.path);
        } catch (error) {
          const { code, message } = toHostError(error, sync.path);
          failed.push({ path: sync.path, code, message });
        }
      }),
    );
    return { saved, failed };
  }

  list(): ListedDocument[] {
    return this.#all().map(({ document, path, state }) => {
      const people = new Map([...document.peers].map(({ actor }) => [actor.id, { id: actor.id, name: actor.name }]));
      return { id: document.id, epoch: document.epoch, path, state, people: [...people.values()] };
    });
  }

  /** The text of an open document and its version, to compute hunks on. */
  read(path: string): { id: string; version: number; text: string } | undefined {
    const document = this.#all().find((sync) => sync.path === path)?.document;
    if (document === undefined) return undefined;
    document.drain();
    return { id: document.id, version: document.versions.version, text: document.content };
  }

  /** Where the file of a document is, or was last. */
  pathOf(id: string): string | undefined {
    return this.#around.identities.pathOf(id);
  }

  /** The shared text of an open document, with everything that arrived. */
  textOf(id: string): Y.Text | undefined {
    const document = this.#open.get(id)?.document;
    document?.drain();
    return document?.text;
  }

  /** Applies hunks that were computed on `version`, brought to the present text. */
  apply(id: string, version: number, hunks: readonly Hunk[], origin: ChangeOrigin): Applied {
    const { document } = this.#get(id);
    const overlapped = document.applyAt(version, hunks, origin);
    if (overlapped === undefined) throw new HostError('file_changed', { path: this.#get(id).path });
    return { version: document.versions.version, overlapped };
  }

  collision(id: string): Collision {
    const kept = this.#around.collisions.get(id);
    if (kept === undefined) throw new HostError('collision_unknown');
    return this.#around.collisions.describe(kept, this.#get(kept.document).path);
  }

  resolve(id: string, choice: 'merged' | 'ours' | 'theirs', origin: ChangeOrigin): { path: string } {
    const kept = this.#around.collisions.get(id);
    if (kept === undefined) throw new HostError('collision_unknown');
    const { document, path } = this.#get(kept.document);
    if (choice !== 'merged') {
      document.drain();
      const since = changesSince(kept, document);
      const changes = toChanges(choose(kept, choice), since.length).map(since);
      if (toHunks(changes).length > 0) document.change(changes, origin);
    }
    this.#around.collisions.remove(id);
    document.tell({ type: 'resolved', id });
    return { path };
  }

  async restore(id: string): Promise<{ path: string }> {
    const sync = this.#get(id);
    await sync.restore();
    return { path: sync.path };
  }

  /** Looks at the files now instead of when the watchers tell. */
  async look(): Promise<void> {
    await Promise.all(this.#all().map((sync) => sync.look()));
  }

  /** What `work` does to files is this author's doing. */
  async during<T>(author: ChangeOrigin, work: () => Promise<T>): Promise<T> {
    return this.#around.during(author, async () => {
      const result = await work();
      await this.look();
      return result;
    });
  }

  /** Entries of the project were moved through the host. */
  async moved(entries: readonly { from: string; to: string }[]): Promise<void> {
    for (const sync of this.#all()) {
      const entry = entries.find(({ from }) => sync.path === from || sync.path.startsWith(`${from}/`));
      if (entry === undefined) continue;
      const absolute = `${this.#around.root}/${entry.to}${sync.path.slice(entry.from.length)}`;
      await this.#around.moved(sync.document, absolute);
    }
    await this.#movedAtRest(entries);
  }

  /** Documents that nobody has open go with their files too: what is said about them finds them there. */
  async #movedAtRest(entries: readonly { from: string; to: string }[]): Promise<void> {
    const { identities } = this.#around;
    for (const path of identities.paths) {
      const entry = entries.find(({ from }) => path === from || path.startsWith(`${from}/`));
      const id = identities.idOf(path);
      if (entry === undefined || id === undefined || this.#open.has(id)) continue;
      await identities.place(id, `${entry.to}${path.slice(entry.from.length)}`);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await this.flush();
    const all = this.#all();
    this.#open.clear();
    await this.#around.close();
    await this.#around.collisions.settled();
    for (const sync of all) {
      await sync.close();
      sync.document.destroy();
    }
  }

  #all(): FileSync[] {
    return [...this.#open.values()];
  }

  #at(absolute: string): FileSync | undefined {
    return this.#all().find((sync) => sync.absolute === absolute);
  }

  #get(id: string): FileSync {
    const sync = this.#open.get(id);
    if (sync === undefined) throw new HostError('document_unknown');
    return sync;
  }

  async #openFile(absolute: string): Promise<OpenedDocument> {
    const path = absolute.slice(this.#around.root.length + 1);
    const found = await findText(absolute);
    if (found === 'absent') throw new HostError('path_not_found', { path });
    if (found === 'not-a-file') throw new HostError('not_a_file', { path });
    if (typeof found === 'string') return describeOther(path, absolute, found);
    const id = await this.#around.identify(path, found.file);
    return describe(await this.#load(id, absolute));
  }

  #load(id: string, absolute: string): Promise<FileSync> {
    return withLock(`load ${id}`, async () => {
      const present = this.#open.get(id);
      if (present !== undefined) {
        // Whoever asked is about to join.
        this.#lonely.delete(present);
        return present;
      }
      const found = await findText(absolute);
      if (typeof found === 'string' && found !== 'absent') throw new HostError('document_unknown');
      const sync = await loadDocument({
        id,
        absolute,
        found: found === 'absent' ? undefined : found,
        identities: this.#around.identities,
        around: this.#around,
        changed: (from, change) => this.#tell(from, change),
      });
      this.#open.set(id, sync);
      this.#around.follow();
      // What changed between reading the file and watching it.
      await sync.look();
      return sync;
    });
  }

  #tell(sync: FileSync, change: Omit<DocumentChange, 'document' | 'at'>): void {
    const { id, epoch } = sync.document;
    this.#changed({ ...change, document: { id, epoch, path: sync.path }, at: Date.now() });
  }

  async #sweep(): Promise<void> {
    for (const sync of this.#all()) {
      const { document } = sync;
      if (document.peers.size > 0 || sync.pending) {
        this.#lonely.delete(sync);
        continue;
      }
      const since = this.#lonely.get(sync) ?? performance.now();
      this.#lonely.set(sync, since);
      if (performance.now() - since < keptFor) continue;
      await withLock(`load ${document.id}`, () => this.#unload(sync));
    }
  }

  async #unload(sync: FileSync): Promise<void> {
    if (sync.document.peers.size > 0 || sync.pending || !this.#lonely.has(sync)) return;
    this.#lonely.delete(sync);
    this.#open.delete(sync.document.id);
    this.#around.follow();
    await sync.close();
    sync.document.destroy();
  }
}

function describe({ document, path, record, state }: FileSync): OpenedDocument {
  return {
    kind: 'text',
    id: document.id,
    epoch: document.epoch,
    name: document.name,
    path,
    lineEnding: endingName(record.endings),
    size: record.fingerprint?.size ?? 0,
    deleted: state === 'deleted',
  };
}
