import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Fingerprint, readFingerprint } from './disk-file.ts';

/** What appeared so long ago has nothing to do with a file that is missed now. Milliseconds. */
const keptFor = 3000;
const limit = 5000;

/** Files and folders that appeared a moment ago: where one that vanished may have been moved to. */
export class RecentFiles {
  readonly #seen = new Map<string, number>();

  add(absolute: string): void {
    this.#seen.delete(absolute);
    this.#seen.set(absolute, performance.now());
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > limit && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** Where the file is that was at this path and has this inode. A file that was made later has another birth. */
  async find(absolute: string, { inode, birth }: Fingerprint): Promise<string | undefined> {
    for (const candidate of await this.#candidates(absolute)) {
      const present = await readFingerprint(candidate).catch(() => undefined);
      if (present?.inode === inode && present.birth === birth) return candidate;
    }
    return undefined;
  }

  /** When a folder above the file is gone as well, that one was moved, and the file has the same place in it. */
  async #candidates(absolute: string): Promise<string[]> {
    const now = performance.now();
    for (const [path, time] of this.#seen) if (now - time > keptFor) this.#seen.delete(path);
    const seen = [...this.#seen.keys()].toReversed();
    const gone = topmostMissing(absolute);
    if (gone === absolute) return seen;
    const below = absolute.slice(gone.length + 1);
    const siblings = await readdir(dirname(gone)).catch(() => []);
    const folders = [...seen, ...siblings.map((name) => join(dirname(gone), name))];
    return [...seen, ...folders.map((folder) => join(folder, below))];
  }
}

function topmostMissing(absolute: string): string {
  let gone = absolute;
  while (dirname(gone) !== gone && !existsSync(dirname(gone))) gone = dirname(gone);
  return gone;
}
