/** What tells one file of the person's computer from another. */
type Source = { readonly size: number; readonly lastModified: number };

/** In bytes. */
const worthResuming = 4 * 1024 * 1024;

/** Uploads that are remembered in this browser, the newest last. */
const most = 200;

/**
 * The ids of uploads, kept in this browser until they are complete: the same file, chosen again after a reload, goes on
 * where it broke off.
 */
export class UploadNames {
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  #ids: Map<string, string>;

  constructor(project: string, storage: Pick<Storage, 'getItem' | 'setItem'>) {
    this.#key = `e-code.uploads.${project}`;
    this.#storage = storage;
    this.#ids = this.#read();
  }

  /** The id of an upload of this file to this path, and whether it began before. */
  of(path: string, file: Source): { readonly id: string; readonly begun: boolean } {
    const source = JSON.stringify([path, file.size, file.lastModified]);
    const known = this.#ids.get(source);
    if (known !== undefined) return { id: known, begun: true };
    const id = makeId();
    // A small file is sent again as quickly as it is looked for.
    if (file.size > worthResuming) {
      this.#ids.set(source, id);
      this.#write();
    }
    return { id, begun: false };
  }

  forget(upload: string): void {
    const before = this.#ids.size;
    for (const [source, id] of this.#ids) if (id === upload) this.#ids.delete(source);
    if (this.#ids.size < before) this.#write();
  }

  #read(): Map<string, string> {
    try {
      return new Map(JSON.parse(this.#storage.getItem(this.#key) ?? '[]') as [string, string][]);
    } catch {
      return new Map();
    }
  }

  #write(): void {
    this.#ids = new Map([...this.#ids].slice(-most));
    try {
      this.#storage.setItem(this.#key, JSON.stringify([...this.#ids]));
    } catch {
      // Storage is full or blocked: uploads go on as long as the page.
    }
  }
}

/** Not `randomUUID`: a page that came over plain HTTP from another machine has none. */
function makeId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
