import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../files/locks.ts';
import { FileLog } from './file-log.ts';

export interface Known {
  readonly path: string;
  /** The document that the file was when it was open last. */
  readonly document: string | null;
}

/** Which history belongs to which file. A history follows its document when the file is moved. */
export class Catalogue {
  readonly folder: string;
  readonly #known: Map<string, Known>;
  readonly #ofDocument = new Map<string, string>();
  readonly #ofPath = new Map<string, string>();

  private constructor(folder: string, known: Map<string, Known>) {
    this.folder = folder;
    this.#known = known;
    for (const [id, entry] of known) this.#note(id, entry);
  }

  static async load(state: string): Promise<Catalogue> {
    const folder = join(state, 'history');
    await mkdir(folder, { recursive: true });
    const text = await readFile(indexOf(folder), 'utf8').catch(() => '');
    return new Catalogue(folder, parseIndex(text) ?? (await readHeads(folder)));
  }

  get ids(): string[] {
    return [...this.#known.keys()];
  }

  get(id: string): Known | undefined {
    return this.#known.get(id);
  }

  /** The history of a document or, when it has none, of whatever was at its path. */
  find(path: string, document: string | null): string | undefined {
    const own = document === null ? undefined : this.#ofDocument.get(document);
    return own ?? this.#ofPath.get(path);
  }

  /** The history of a file, begun when there is none. */
  async enter(path: string, document: string | null): Promise<string> {
    const id = this.find(path, document) ?? randomUUID();
    await this.place(id, { path, document: document ?? this.#known.get(id)?.document ?? null });
    return id;
  }

  async place(id: string, known: Known): Promise<void> {
    const before = this.#known.get(id);
    if (before?.path === known.path && before.document === known.document) return;
    if (before !== undefined && this.#ofPath.get(before.path) === id) this.#ofPath.delete(before.path);
    this.#known.set(id, known);
    this.#note(id, known);
    await this.#save();
  }

  async forget(id: string): Promise<void> {
    const known = this.#known.get(id);
    this.#known.delete(id);
    if (known !== undefined && this.#ofPath.get(known.path) === id) this.#ofPath.delete(known.path);
    if (known?.document !== null && known !== undefined) this.#ofDocument.delete(known.document);
    await rm(join(this.folder, id), { recursive: true, force: true });
    await this.#save();
  }

  #note(id: string, { path, document }: Known): void {
    this.#ofPath.set(path, id);
    if (document !== null) this.#ofDocument.set(document, id);
  }

  #save(): Promise<void> {
    const index = indexOf(this.folder);
    return withLock(index, async () => {
      await writeFile(`${index}.new`, JSON.stringify(Object.fromEntries(this.#known)));
      await rename(`${index}.new`, index);
    });
  }
}

const indexOf = (folder: string): string => join(folder, 'index.json');

function parseIndex(text: string): Map<string, Known> | undefined {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, Known>));
  } catch {
    return undefined;
  }
}

/** Without an index: each newest part says which file it is of. */
async function readHeads(folder: string): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  for (const id of await readdir(folder)) {
    const newest = await new FileLog(join(folder, id)).newest().catch(() => undefined);
    if (newest !== undefined) found.set(id, { path: newest.head.path, document: newest.head.document });
  }
  return found;
}
