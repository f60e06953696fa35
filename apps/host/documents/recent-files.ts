import { readFingerprint, type Fingerprint } from './disk-file.ts';

/** Files that appeared so long ago have nothing to do with one that is missed now. */
const keptFor = 3000;
const limit = 5000;

/** Files that appeared a moment ago: where one that vanished may have been moved to. */
export class RecentFiles {
  readonly #seen = new Map<string, number>();

  add(absolute: string): void {
    this.#seen.delete(absolute);
    this.#seen.set(absolute, performance.now());
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > limit && oldest !== undefined) this.#seen.delete(oldest);
  }

  /** The path of the file that has this inode now. A file that was made later has another birth. */
  async find({ inode, birth }: Fingerprint): Promise<string | undefined> {
    for (const [absolute, time] of [...this.#seen].toReversed()) {
      if (performance.now() - time > keptFor) {
        this.#seen.delete(absolute);
        continue;
      }
      const present = await readFingerprint(absolute).catch(() => undefined);
      if (present?.inode === inode && present.birth === birth) return absolute;
    }
    return undefined;
  }
}
