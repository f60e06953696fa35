/** What the browser keeps of a file, so that it opens at once and nothing typed is lost with the page. */
export type StoredFile = {
  readonly path: string;
  /** The name of its document on the socket, which says the epoch. */
  readonly name: string;
  readonly lineEnding: '\n' | '\r\n' | 'mixed';
  /** Edits that were not on disk when this was written: how many, and the text without them. */
  readonly unsent: { readonly base: string; readonly edits: number } | null;
  /** When it was last open, in milliseconds since 1970. */
  readonly at: number;
};

type StoredUpdate = { readonly name: string; readonly update: Uint8Array };

/** Files that nothing waits in are forgotten beyond this number, those unused longest first. */
const mostFiles = 100;

/** Before the project's id, the name of the database of its copies. */
export const copiesPrefix = 'e-code.documents.';

/** Open files of one project in the browser's IndexedDB: the updates of their documents, and which file they are. */
export class DocumentStore {
  readonly #database: Promise<IDBDatabase>;
  /** False after the browser refused to keep something: then leaving the page would lose what waits. */
  #works = true;

  constructor(project: string, factory: IDBFactory = indexedDB) {
    this.#database = openDatabase(factory, copiesPrefix + project);
    this.#database.catch(() => (this.#works = false));
  }

  get works(): boolean {
    return this.#works;
  }

  /** The file at this path with everything its document got, or undefined when it is not kept here. */
  async load(path: string): Promise<{ file: StoredFile; updates: Uint8Array[] } | undefined> {
    const file = await this.#read<StoredFile | undefined>('files', (files) => files.get(path));
    if (!file) return undefined;
    const stored = await this.#read<StoredUpdate[]>('updates', (updates) => updates.index('name').getAll(file.name));
    return { file, updates: stored?.map(({ update }) => update) ?? [] };
  }

  /** Paths of files in which edits wait to be sent. */
  async unsent(): Promise<string[]> {
    const files = (await this.#read<StoredFile[]>('files', (store) => store.getAll())) ?? [];
    return files.filter((file) => file.unsent !== null).map((file) => file.path);
  }

  append(name: string, update: Uint8Array): void {
    void this.#write('updates', (updates) => void updates.add({ name, update } satisfies StoredUpdate));
  }

  /** Puts one update in the place of all of this document. */
  async replace(name: string, update: Uint8Array): Promise<void> {
    await this.#write('updates', (updates) => {
      deleteNamed(updates, name, () => updates.add({ name, update } satisfies StoredUpdate));
    });
  }

  remember(file: StoredFile): Promise<void> {
    return this.#write('files', (files) => void files.put(file));
  }

  /** Drops what is kept of a path. */
  forget(path: string): Promise<void> {
    return this.#write('files', (files) => void files.delete(path));
  }

  /** Drops what is kept of a document. */
  drop(name: string): Promise<void> {
    return this.#write('updates', (updates) => deleteNamed(updates, name));
  }

  /** Drops what was not used for long. @param most files without edits that wait, which stay */
  async trim(most = mostFiles): Promise<void> {
    const files = (await this.#read<StoredFile[]>('files', (store) => store.getAll())) ?? [];
    const old = files.filter((file) => file.unsent === null).toSorted((a, b) => b.at - a.at);
    for (const file of old.slice(most)) {
      await this.forget(file.path);
      await this.drop(file.name);
    }
  }

  async close(): Promise<void> {
    const database = await this.#database.catch(() => undefined);
    database?.close();
  }

  async #read<Value>(store: string, ask: (store: IDBObjectStore) => IDBRequest): Promise<Value | undefined> {
    try {
      const database = await this.#database;
      const request = ask(database.transaction(store, 'readonly').objectStore(store));
      return await new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result as Value);
        request.onerror = () => reject(request.error ?? new Error('IndexedDB did not answer'));
      });
    } catch {
      return undefined;
    }
  }

  async #write(store: string, change: (store: IDBObjectStore) => void): Promise<void> {
    try {
      const database = await this.#database;
      const transaction = database.transaction(store, 'readwrite');
      change(transaction.objectStore(store));
      await new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
      });
    } catch {
      this.#works = false;
    }
  }
}

function deleteNamed(updates: IDBObjectStore, name: string, done?: () => void): void {
  const cursor = updates.index('name').openKeyCursor(IDBKeyRange.only(name));
  cursor.onsuccess = () => {
    const { result } = cursor;
    if (!result) return done?.();
    updates.delete(result.primaryKey);
    result.continue();
  };
}

function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('files', { keyPath: 'path' });
      request.result.createObjectStore('updates', { autoIncrement: true }).createIndex('name', 'name');
    };
    request.onsuccess = () => {
      // Somebody deletes it, because the person left: nothing is kept any more.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new Error('IndexedDB cannot be opened'));
  });
}
