import { ChangeSet } from '@codemirror/state';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError, isMissing } from '../failure.ts';

/** A file before its replacements, and the replacements. */
export interface Replaced {
  readonly path: string;
  readonly before: string;
  readonly changes: ChangeSet;
}

/** How many replace actions can be taken back. */
const kept = 20;

/** What replacing across files changed, in the state folder, so that all of it can be taken back. */
export class Replacements {
  readonly #folder: string;

  constructor(state: string) {
    this.#folder = join(state, 'replacements');
  }

  /** Remembers a replace action and gives the key to take it back. */
  async keep(files: readonly Replaced[]): Promise<string> {
    const undo = randomUUID();
    await mkdir(this.#folder, { recursive: true });
    await writeFile(this.#place(undo), JSON.stringify(files));
    await this.#dropOldest();
    return undo;
  }

  async read(undo: string): Promise<Replaced[]> {
    try {
      const stored = JSON.parse(await readFile(this.#place(undo), 'utf8')) as {
        path: string;
        before: string;
        changes: unknown;
      }[];
      return stored.map(({ path, before, changes }) => ({ path, before, changes: ChangeSet.fromJSON(changes) }));
    } catch (error) {
      if (isMissing(error)) throw new HostError('undo_expired');
      throw error;
    }
  }

  async forget(undo: string): Promise<void> {
    await rm(this.#place(undo), { force: true });
  }

  #place(undo: string): string {
    return join(this.#folder, `${undo}.json`);
  }

  async #dropOldest(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= kept) return;
    const dated = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    const oldest = dated.toSorted((a, b) => a.at - b.at).slice(0, names.length - kept);
    for (const { name } of oldest) await rm(join(this.#folder, name), { force: true });
  }
}
