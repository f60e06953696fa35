import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UnfinishedUpload } from '../contract/files.ts';

/** An upload without a new piece for so long is given up, in milliseconds. */
const keptFor = 24 * 3600 * 1000;
/** One that got a piece within this time is under way: it is not dropped for the sake of another. */
const quietFor = 60_000;

const descriptionOf = (partial: string): string => `${partial}.json`;

/** Uploads that have not got all their bytes: `<id>` with what came, `<id>.json` with what it will be. */
export class Partials {
  readonly #folder: string;

  constructor(state: string) {
    this.#folder = join(state, 'uploads');
  }

  /** Where the bytes of an upload are kept. */
  pathOf(upload: string): string {
    return join(this.#folder, upload);
  }

  /** Notes what an upload will be, for the list of those that never end. */
  async describe(upload: string, what: { readonly path: string; readonly size: number }): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    await writeFile(descriptionOf(this.pathOf(upload)), JSON.stringify({ path: what.path, size: what.size }));
  }

  /** How many bytes of an upload are here; 0 for one that never began. */
  async received(upload: string): Promise<number> {
    return stat(this.pathOf(upload)).then(
      (stats) => stats.size,
      () => 0,
    );
  }

  /** The newest first. */
  async list(): Promise<UnfinishedUpload[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const found = await Promise.all(names.filter((name) => !name.includes('.')).map((name) => this.#read(name)));
    return found.filter((upload) => upload !== undefined).toSorted((left, right) => right.modified - left.modified);
  }

  async drop(upload: string): Promise<void> {
    await rm(this.pathOf(upload), { force: true });
    await this.forget(upload);
  }

  /** The bytes went to their place. */
  async forget(upload: string): Promise<void> {
    await rm(descriptionOf(this.pathOf(upload)), { force: true });
  }

  async dropExpired(now: number): Promise<void> {
    for (const { upload, modified } of await this.list()) if (modified < now - keptFor) await this.drop(upload);
  }

  /** Frees the space of the upload that waits longest. False when none waits. */
  async dropOldest(now: number): Promise<boolean> {
    const oldest = (await this.list()).filter(({ modified }) => modified < now - quietFor).at(-1);
    if (oldest === undefined) return false;
    await this.drop(oldest.upload);
    return true;
  }

  async #read(upload: string): Promise<UnfinishedUpload | undefined> {
    const stats = await stat(this.pathOf(upload)).catch(() => undefined);
    if (stats === undefined) return undefined;
    const text = await readFile(descriptionOf(this.pathOf(upload)), 'utf8').catch(() => '{}');
    const { path = upload, size = stats.size } = parse(text);
    return { upload, path, size, received: stats.size, modified: stats.mtimeMs };
  }
}

/** What was written may have been cut by the end of a sandbox. */
function parse(text: string): { path?: string; size?: number } {
  try {
    return JSON.parse(text) as { path?: string; size?: number };
  } catch {
    return {};
  }
}
