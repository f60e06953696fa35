import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../files/locks.ts';

/**
 * Which document each path of the project is, over restarts of the host. A document keeps its id when its file moves. The
 * logs of a document are `<id>/<epoch>.log`.
 */
export class Identities {
  readonly #folder: string;
  readonly #ids: Map<string, string>;
  #paths = new Map<string, string>();

  private constructor(folder: string, ids: Map<string, string>) {
    this.#folder = folder;
    this.#ids = ids;
    this.#paths = new Map([...ids].map(([path, id]) => [id, path]));
  }

  static async load(state: string): Promise<Identities> {
    const folder = join(state, 'documents');
    await mkdir(folder, { recursive: true });
    const text = await readFile(indexOf(folder), 'utf8').catch(() => '{}');
    return new Identities(folder, parseIndex(text));
  }

  idOf(path: string): string | undefined {
    return this.#ids.get(path);
  }

  pathOf(id: string): string | undefined {
    return this.#paths.get(id);
  }

  get paths(): string[] {
    return [...this.#ids.keys()];
  }

  async add(path: string): Promise<string> {
    const id = randomUUID();
    await this.place(id, path);
    return id;
  }

  /** The document is at this path from now on. Whatever was there before is a document without a file. */
  async place(id: string, path: string): Promise<void> {
    const former = this.#paths.get(id);
    if (former === path) return;
    if (former !== undefined && this.#ids.get(former) === id) this.#ids.delete(former);
    const replaced = this.#ids.get(path);
    if (replaced !== undefined) this.#paths.delete(replaced);
    this.#ids.set(path, id);
    this.#paths.set(id, path);
    await this.#save();
  }

  logPath(id: string, epoch: number): string {
    return join(this.#folder, id, `${epoch}.log`);
  }

  /** The newest epoch of a document; 0 when it never had one. */
  async epochOf(id: string): Promise<number> {
    const names = await readdir(join(this.#folder, id)).catch(() => []);
    return Math.max(0, ...names.map((name) => (name.endsWith('.log') ? Number.parseInt(name, 10) : 0)));
  }

  /** Forgets older epochs, which nobody may continue. */
  async dropEpochsBefore(id: string, epoch: number): Promise<void> {
    const folder = join(this.#folder, id);
    for (const name of await readdir(folder).catch(() => [])) {
      if (Number.parseInt(name, 10) < epoch) await rm(join(folder, name), { force: true });
    }
  }

  #save(): Promise<void> {
    const index = indexOf(this.#folder);
    return withLock(index, async () => {
      await writeFile(`${index}.new`, JSON.stringify(Object.fromEntries(this.#ids)));
      await rename(`${index}.new`, index);
    });
  }
}

const indexOf = (folder: string): string => join(folder, 'index.json');

/** A damaged index costs no text: each file gets a new identity, and pages open it anew. */
function parseIndex(text: string): Map<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
  } catch {
    return new Map();
  }
}
