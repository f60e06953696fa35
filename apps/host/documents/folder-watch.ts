import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Watches the folders of open files, which tells of a change within a few milliseconds; the watcher of the whole project
 * gathers for 50. Of a folder that is gone the nearest one above is watched, so that its return is seen.
 */
export class FolderWatch {
  readonly #root: string;
  readonly #changed: (absolute: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #wanted: ReadonlySet<string> = new Set();

  constructor(root: string, changed: (absolute: string) => void) {
    this.#root = root;
    this.#changed = changed;
  }

  /** Watches the folders of these files, and no others. */
  follow(files: Iterable<string>): void {
    this.#wanted = new Set([...files].map((file) => dirname(file)));
    this.refresh();
  }

  /** Looks again which of the folders exist. */
  refresh(): void {
    const folders = new Set([...this.#wanted].map((folder) => this.#nearest(folder)));
    for (const [folder, watcher] of this.#watchers) if (!folders.has(folder)) this.#drop(folder, watcher);
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#add(folder);
  }

  close(): void {
    this.follow([]);
  }

  #nearest(folder: string): string {
    let nearest = folder;
    while (nearest !== this.#root && !existsSync(nearest)) nearest = dirname(nearest);
    return nearest;
  }

  #add(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_kind, name) => {
        this.#changed(name === null ? folder : join(folder, name));
      });
      watcher.on('error', () => this.#drop(folder, watcher));
      this.#watchers.set(folder, watcher);
    } catch {
      // No watch to be had, or the folder went away just now: open files are looked at every few seconds anyway.
    }
  }

  #drop(folder: string, watcher: FSWatcher): void {
    watcher.close();
    if (this.#watchers.get(folder) === watcher) this.#watchers.delete(folder);
  }
}
